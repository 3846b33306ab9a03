from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rrr.records import (
    WITHOUT_MARKS,
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
from rrr.services.training.run_progress import (
    Outlook,
    outlook_of,
    pair_on_show,
    press_progress,
    run_progress,
)
from rrr.services.training.time_left import Pace, measured_pace

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


def test_while_kinds_are_compared_no_time_is_told_and_half_of_the_bar_is_theirs() -> None:
    choosing = replace(run(1, 0, "running"), choice=CHOOSING)
    expected = Outlook(Pace(1.0, 3.0, 1.0, is_measured=True), False, 100.0)
    told = press_progress(
        choosing, run(2, 5, "queued"), {1: [], 2: []}, expected, since_report=0, now=START
    )
    assert not told.is_measured
    assert told.share == pytest.approx(0.5 * 1 / 5)


def test_leaving_the_kind_open_takes_a_training_of_each_kind() -> None:
    alone, of_each = outlook(), outlook(replace(CONFIG, classifier="auto"))
    one = (CONFIG.epochs + 1) * alone.pace.plain + alone.pace.compiling
    assert of_each.seconds == pytest.approx(alone.seconds + 5 * one)


def outlook(
    config: TrainingConfig = CONFIG,
    num_tokens: int = 20_000,
    known: Sequence[Run] = (),
    epochs: Mapping[int, Sequence[EpochReport]] | None = None,
    holds_back: bool = False,
) -> Outlook:
    told = epochs or {}
    return outlook_of(
        config, num_tokens, known, lambda run_id: told.get(run_id, ()), holds_back=holds_back
    )


KNOWN = [run(2, 5, "finished"), run(1, 0, "finished")]
MEASURED = {1: reports(*range(2, 12)), 2: reports(*range(6, 36, 3))}


def test_a_search_takes_longer_than_a_fixed_weight_and_longest_where_sentences_are_held_back() -> (
    None
):
    automatic = replace(CONFIG, reason_weight="auto")
    assert outlook().seconds < outlook(automatic).seconds
    assert outlook(automatic).seconds < outlook(automatic, holds_back=True).seconds


def test_without_earlier_runs_the_time_grows_with_the_text() -> None:
    assert outlook(num_tokens=200_000).seconds > outlook().seconds > 0


def test_what_earlier_runs_of_the_same_shape_took_per_epoch_is_expected_again() -> None:
    for config in (CONFIG, replace(CONFIG, seed=8, epochs=20, reason_weight="auto")):
        pace = outlook(config, known=KNOWN, epochs=MEASURED).pace
        # Some epochs' weight lies on what was expected; single ones vary a lot.
        told = pace.plain, pace.marked, pace.compiling
        assert told == pytest.approx((1, 3, 1), rel=0.15)


def test_one_slow_epoch_does_not_make_the_rest_seem_slow() -> None:
    usual = Pace(1.0, 1.5, is_measured=True)
    assert measured_pace(usual, reports(2.0, 8.0), []).plain < 3
    assert measured_pace(usual, reports(9.0), []).plain == 1.0


def test_another_penalty_takes_its_own_time_but_the_same_baseline() -> None:
    other = replace(CONFIG, penalty="integrated_gradients")
    pace = outlook(other, known=KNOWN, epochs=MEASURED).pace
    assert pace.plain == pytest.approx(1, rel=0.15)
    assert pace.marked > 3


def test_runs_of_another_shape_or_without_an_end_tell_nothing_about_the_time() -> None:
    cancelled = [replace(each, status="cancelled") for each in KNOWN]
    assert outlook(known=cancelled, epochs=MEASURED) == outlook()
    wider = replace(CONFIG, hidden_size=96)
    assert outlook(wider, known=KNOWN, epochs=MEASURED) == outlook(wider)


def test_an_encoder_is_told_to_take_much_longer_whatever_the_hidden_size_says() -> None:
    encoder = replace(
        CONFIG, classifier="encoder", encoder="x", max_embedding_norm=None, hidden_size=1
    )
    assert outlook(encoder).pace.plain > 20 * outlook().pace.plain


def test_a_baseline_that_is_there_is_not_trained_again() -> None:
    alone = outlook(known=KNOWN[:1], epochs=MEASURED)
    both = outlook(known=KNOWN, epochs={2: MEASURED[2]})
    assert both.seconds == pytest.approx(alone.seconds - 11 * alone.pace.plain - 1, rel=0.2)


def left(baseline: Run | None, marked: Run | None, since: float = 0, **told: list[Any]) -> float:
    """Seconds left where an epoch takes 1 s, with the penalty 3, compiling 1 and measuring 1."""
    pace = Pace(1.0, 3.0, 1.0)
    runs = {each.id: told.get(f"run{each.id}", []) for each in (baseline, marked) if each}
    return press_progress(
        baseline, marked, runs, Outlook(pace, False, 0), since_report=since, now=START
    ).seconds_left


def test_the_time_left_is_that_of_all_that_is_still_to_be_trained_and_measured() -> None:
    baseline, marked = run(1, 0, "running"), run(2, 5, "queued")
    assert left(baseline, marked) == pytest.approx((1 + 10 + 1) + (1 + 30 + 1))
    assert left(baseline, marked, run1=reports(2.0, 3.0)) == pytest.approx((8 + 1) + 32)
    done = replace(baseline, status="finished")
    trained = reports(*range(2, 12))
    assert left(done, replace(marked, status="running"), run1=trained) == pytest.approx(32)
    told = {"run1": trained, "run2": reports(4.0, 7.0)}
    assert left(done, replace(marked, status="running"), **told) == pytest.approx(24 + 1)


def test_a_search_is_expected_to_need_one_trial_until_that_has_failed() -> None:
    done = run(1, 0, "finished")
    marked = replace(run(2, 5, "running"), config=replace(CONFIG, reason_weight="auto"))
    trained = {"run1": reports(*range(2, 12))}
    beginning = replace(marked, search=WeightSearch(stage=WITHOUT_MARKS))
    last = SearchStage("all sentences", 10.0)
    again = replace(marked, search=WeightSearch(RELIANCE, 0.9, (TRIAL,), last))
    deleting = replace(marked, search=WeightSearch(stage=WORDS_DELETED))
    first = replace(marked, search=WeightSearch(RELIANCE, 0.9, (), SearchStage("trial", 1.0)))
    second = replace(
        marked, search=WeightSearch(RELIANCE, 0.9, (TRIAL,), SearchStage("trial", 10.0))
    )
    assert left(done, marked, **trained) == pytest.approx(12 + 32 + 1)
    assert left(done, beginning, **trained) == pytest.approx(12 + 12 + 32 + 1)
    assert left(done, again, **trained) == pytest.approx(32 + 1)
    assert left(done, deleting, **trained) == pytest.approx(12 + 32 + 1)
    assert left(done, first, **trained) == pytest.approx(32 + 1)
    assert left(done, second, **trained) == pytest.approx(32 + 1)


def test_between_two_reports_the_time_goes_on_but_not_beyond_the_epoch_that_is_due() -> None:
    baseline, marked = run(1, 0, "running"), run(2, 5, "queued")
    told = {"run1": reports(2.0, 3.0)}
    whole = left(baseline, marked, **told)
    assert left(baseline, marked, 0.5, **told) == pytest.approx(whole - 0.5)
    assert left(baseline, marked, 600.0, **told) == pytest.approx(whole - 3)


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
