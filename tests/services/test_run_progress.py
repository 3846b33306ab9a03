from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rrr.records import EpochReport, Reliance, Run, RunStatus, TrainingConfig, Trial, WeightSearch
from rrr.services.run_progress import expected_seconds, pair_on_show, run_progress

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


def test_a_search_is_as_far_as_its_trainings_and_never_further() -> None:
    searching = replace(run(1, 0, "running"), config=replace(CONFIG, reason_weight="auto"))
    states = [
        WeightSearch(at_work="with your words deleted from the texts"),
        WeightSearch(RELIANCE, 0.9, (), "λ = 1"),
        WeightSearch(RELIANCE, 0.9, (TRIAL,), "λ = 10"),
        WeightSearch(RELIANCE, 0.9, (TRIAL,) * 6, "λ = 3 on all sentences"),
    ]
    told = [run_progress(replace(searching, search=of), reports(1.0, 2.0)) for of in states]
    assert [each.share for each in told] == pytest.approx([0.2 / 7, 1.2 / 7, 2.2 / 7, 1.0])
    assert told[1].at_work == "λ = 1"
    assert told[1].seconds_left == pytest.approx(8.0)
    over = WeightSearch(RELIANCE, 0.9, (TRIAL,), "", 1.0, "why")
    assert run_progress(replace(searching, search=over), reports(1.0)).phase == "measuring"


def test_a_search_takes_longer_than_a_fixed_weight() -> None:
    automatic = replace(CONFIG, reason_weight="auto")
    assert expected_seconds(automatic, 20_000, []) > expected_seconds(CONFIG, 20_000, [])
    known = [run(2, 5, "finished", seconds=30), run(1, 0, "finished", seconds=10)]
    assert expected_seconds(automatic, 20_000, known) == expected_seconds(automatic, 20_000, [])


def test_the_expected_time_follows_earlier_runs_of_the_same_shape() -> None:
    known = [run(2, 5, "finished", seconds=30), run(1, 0, "finished", seconds=10)]
    assert expected_seconds(replace(CONFIG, seed=8), 1, known) == pytest.approx(40)
    assert expected_seconds(replace(CONFIG, epochs=20), 1, known) == pytest.approx(80)


def test_another_penalty_takes_its_own_time_but_the_same_baseline() -> None:
    other = replace(CONFIG, penalty="integrated_gradients")
    known = [run(2, 5, "finished", seconds=30), run(1, 0, "finished", seconds=10)]
    assert expected_seconds(other, 20_000, known) == expected_seconds(other, 20_000, [])
    slow = replace(run(3, 5, "finished", seconds=50), config=replace(other, reason_weight=5))
    assert expected_seconds(other, 1, [slow, *known]) == pytest.approx(60)


def test_runs_of_another_shape_or_without_an_end_tell_nothing_about_the_time() -> None:
    known = [run(2, 5, "cancelled", seconds=3000), run(1, 0, "finished", seconds=1000)]
    assert expected_seconds(CONFIG, 20_000, known) == expected_seconds(CONFIG, 20_000, [])
    wider = replace(CONFIG, hidden_size=128)
    both = [run(2, 5, "finished", seconds=1e6), run(1, 0, "finished", seconds=1e6)]
    assert expected_seconds(wider, 20_000, both) == expected_seconds(wider, 20_000, [])


def test_without_earlier_runs_the_time_grows_with_the_text() -> None:
    assert expected_seconds(CONFIG, 200_000, []) > expected_seconds(CONFIG, 20_000, []) > 0


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
