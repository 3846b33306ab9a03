from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rrr.records import (
    WORDS_DELETED,
    ClassifierChoice,
    EpochReport,
    Reliance,
    Run,
    RunStatus,
    SearchStage,
    TrainingConfig,
    Trial,
    TriedClassifier,
    WeightSearch,
)
from rrr.services.training.run_progress import pair_on_show, run_progress

START = datetime(2026, 1, 1, tzinfo=UTC)
CONFIG = TrainingConfig(reason_weight=5.0, epochs=10)


def run(
    number: int, weight: float, status: RunStatus, pair: str | None = "p", seconds: float = 0
) -> Run:
    return Run(
        id=number,
        project_id=1,
        name="",
        status=status,
        config=replace(CONFIG, reason_weight=weight),
        marks_hash="h",
        num_marked_tokens=1,
        created_at=START,
        started_at=START,
        finished_at=START + timedelta(seconds=seconds),
        pair_id=pair,
    )


RELIANCE = Reliance(100, 0.5, 0.2, 0.1, 0.6, 0.7)
TRIAL = Trial(1.0, "too_weak", RELIANCE, 2.0)


def reports(*seconds: float) -> list[EpochReport]:
    return [EpochReport(n, 10, each, {}) for n, each in enumerate(seconds, start=1)]


def shown(*newest_first: Run) -> tuple[int | None, int | None]:
    baseline, marked = pair_on_show(newest_first)
    return baseline and baseline.id, marked and marked.id


def test_a_queued_run_waits() -> None:
    assert run_progress(run(1, 0, "queued"), []).phase == "waiting"


def test_a_run_without_a_report_gets_ready() -> None:
    progress = run_progress(run(1, 0, "running"), [])
    assert (progress.phase, progress.share, progress.seconds_left) == ("getting ready", 0, None)


def test_the_slow_first_epoch_does_not_count_for_the_time_left() -> None:
    progress = run_progress(run(1, 0, "running"), reports(9.0, 10.0, 11.0, 12.0))
    assert progress.phase == "training"
    assert progress.share == pytest.approx(0.4)
    assert progress.seconds_left == pytest.approx(6.0)


def test_a_training_that_gets_no_better_is_not_expected_to_take_all_its_epochs() -> None:
    losses = [EpochReport(n, 10, float(n), {"val_loss": loss}) for n, loss in ((1, 0.5), (2, 0.6))]
    assert run_progress(run(1, 0, "running"), losses).seconds_left == pytest.approx(3.0)


def test_after_one_epoch_the_others_are_taken_to_be_alike() -> None:
    assert run_progress(run(1, 0, "running"), reports(2.0)).seconds_left == pytest.approx(18.0)


def test_after_the_last_epoch_the_run_measures() -> None:
    assert run_progress(run(1, 0, "running"), reports(*range(1, 11))).phase == "measuring"
    no_better = [EpochReport(n, 10, n, {"val_loss": float(n)}) for n in range(1, 6)]
    assert run_progress(run(1, 0, "running"), no_better[:4]).phase == "training"
    assert run_progress(run(1, 0, "running"), no_better).phase == "measuring"  # it ends early


def test_a_search_is_as_far_as_its_trainings_and_never_further() -> None:
    searching = replace(run(1, 0, "running"), config=replace(CONFIG, reason_weight="auto"))
    states = [
        WeightSearch(stage=WORDS_DELETED),
        WeightSearch(RELIANCE, 0.9, (), SearchStage("trial", 1.0)),
        WeightSearch(RELIANCE, 0.9, (TRIAL,), SearchStage("trial", 10.0)),
        WeightSearch(RELIANCE, 0.9, (TRIAL,) * 6, SearchStage("all sentences", 3.0)),
    ]
    told = [run_progress(replace(searching, search=of), reports(1.0, 2.0)) for of in states]
    assert [each.share for each in told] == pytest.approx([0.2 / 7, 1.2 / 7, 2.2 / 7, 1.0])
    assert told[1].stage == SearchStage("trial", 1.0)
    assert told[1].seconds_left == pytest.approx(8.0)
    over = WeightSearch(RELIANCE, 0.9, (TRIAL,), None, 1.0, "why")
    assert run_progress(replace(searching, search=over), reports(1.0)).phase == "measuring"


KIND = SearchStage("kind of classifier", classifier="cnn")
CHOOSING = ClassifierChoice((TriedClassifier("average", 0.8, 20, 1.0),), KIND)


def test_a_choice_of_the_kind_is_as_far_as_its_trainings() -> None:
    choosing = replace(run(1, 0, "running"), choice=CHOOSING)
    told = run_progress(choosing, reports(1.0, 2.0))
    assert (told.phase, told.stage) == ("training", KIND)
    assert told.share == pytest.approx((1 + 0.2) / 5)
    over = replace(choosing, choice=replace(CHOOSING, stage=None, chosen="cnn"))
    assert run_progress(over, reports(*range(1, 11))).phase == "measuring"


def test_the_pair_at_work_is_shown_before_newer_ones() -> None:
    newer = (run(4, 9, "queued", "q"), run(3, 0, "queued", "q"))
    assert shown(*newer, run(2, 5, "running"), run(1, 0, "finished")) == (1, 2)
    assert shown(*newer, run(2, 5, "queued"), run(1, 0, "running")) == (1, 2)


def test_when_all_is_over_the_newest_pair_is_shown() -> None:
    newer = (run(4, 9, "finished", "q"), run(3, 0, "finished", "q"))
    assert shown(*newer, run(2, 5, "finished"), run(1, 0, "finished")) == (3, 4)


def test_a_baseline_that_serves_two_runs_is_shown_with_the_newest() -> None:
    assert shown(run(3, 9, "finished"), run(2, 5, "finished"), run(1, 0, "finished")) == (1, 3)


def test_a_run_whose_baseline_was_deleted_is_shown_alone() -> None:
    assert shown(run(2, 5, "finished")) == (None, 2)
    assert shown(run(1, 0, "finished", None)) == (1, None)
    assert shown() == (None, None)
