"""How far a press has come, and how long it still takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from rrr.records import (
    WITHOUT_MARKS,
    WORDS_DELETED,
    ClassifierChoice,
    Run,
    SearchStage,
    TriedClassifier,
    WeightSearch,
)
from rrr.services.training.outlook import Outlook
from rrr.services.training.pace import Pace
from rrr.services.training.press_progress import PressProgress, press_progress
from rrr.services.training.training_length import TRIALS_TO_FOLLOW, Length
from tests.services.training.test_run_progress import (
    CHOOSING,
    CONFIG,
    KIND,
    RELIANCE,
    START,
    TRIAL,
    reports,
    run,
)

TRIED = replace(CHOOSING, tried=(TriedClassifier("average", 0.8, 20, 7.0),))
EXPECTED = Outlook(Pace(1.0, 3.0, 1.0, is_measured=True), False, 100.0, length=Length(6, 6))


def while_comparing(choice: ClassifierChoice, *seconds: float, since: float = 0) -> PressProgress:
    choosing = replace(run(1, 0, "running"), choice=choice)
    told = {1: reports(*seconds), 2: []}
    now = START + timedelta(seconds=30)
    return press_progress(
        choosing, run(2, 5, "queued"), told, EXPECTED, since_report=since, now=now
    )


def test_before_one_kind_was_tried_no_time_is_told_and_half_of_the_bar_is_theirs() -> None:
    told = while_comparing(ClassifierChoice((), KIND), 1.0, 2.0)
    assert not told.is_measured
    assert told.share == pytest.approx(0.5 * 0.2 / 5)


def test_kinds_to_come_take_as_much_longer_as_they_usually_do_and_then_both_runs_follow() -> None:
    plain = 7.0 / (6 + 1)  # the average took 7 s, six epochs and measuring
    after = (6 + 1) * plain + 6 * 2 * plain + plain
    beginning = while_comparing(TRIED)
    assert beginning.is_measured
    assert beginning.seconds_left == pytest.approx(7 * (2 + 2.5 + 3 + 5) + after)
    assert beginning.share == pytest.approx(30 / (30 + beginning.seconds_left))
    at_work = while_comparing(TRIED, 3.0, 5.0, 7.0)  # seven more epochs of 2 s, and measuring
    assert at_work.seconds_left == pytest.approx(8 * 2 + 7 * (2.5 + 3 + 5) + after)
    later = while_comparing(TRIED, 3.0, 5.0, 7.0, since=1.5)
    assert later.seconds_left == pytest.approx(at_work.seconds_left - 1.5)


def test_comparing_is_told_to_end_with_its_share_of_the_minutes() -> None:
    slow = replace(TRIED, tried=(TriedClassifier("average", 0.8, 20, 599.0),))
    after = while_comparing(slow).seconds_left - 1  # 600 s of 20 min
    assert after == pytest.approx(599 * (1 + 12 / 7 + 1 / 7))


def test_what_comparing_measured_is_not_trained_again_and_tells_the_pace() -> None:
    choice = ClassifierChoice((TriedClassifier("average", 0.8, 20, 14.0),), None, "average")
    searching = replace(CONFIG, reason_weight="auto")
    marked = replace(run(2, 5, "running"), config=searching, choice=choice)
    earlier = replace(marked, choice=replace(choice, is_earlier=True))
    done = replace(run(1, 0, "finished"), created_at=START - timedelta(days=1))
    ours, theirs = (
        press_progress(done, each, {1: [], 2: []}, EXPECTED, since_report=0, now=START).seconds_left
        for each in (marked, earlier)
    )
    tries = 1 + TRIALS_TO_FOLLOW
    assert ours == pytest.approx(2 + tries * (6 * 2 * 2 + 2))
    assert theirs == pytest.approx(1 + (6 + 1) + 1 + tries * (6 * 3 + 1))


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


def test_behind_each_try_another_half_is_expected() -> None:
    done = run(1, 0, "finished")
    marked = replace(run(2, 5, "running"), config=replace(CONFIG, reason_weight="auto"))
    trained = {"run1": reports(*range(2, 12))}
    beginning = replace(marked, search=WeightSearch(stage=WITHOUT_MARKS))
    last = SearchStage("all sentences", 10.0)
    again = replace(marked, search=WeightSearch(RELIANCE, 0.9, (), last))
    deleting = replace(marked, search=WeightSearch(stage=WORDS_DELETED))
    first = replace(marked, search=WeightSearch(RELIANCE, 0.9, (), SearchStage("trial", 1.0)))
    # With the penalty 10 epochs of 3 s, measuring 1 s; compiling 1 s the first time. Without it 11.
    tries = 32 + TRIALS_TO_FOLLOW * 31
    assert left(done, marked, **trained) == pytest.approx(11 + tries + 1)
    assert left(done, beginning, **trained) == pytest.approx(11 + 11 + tries + 1)
    assert left(done, again, **trained) == pytest.approx(31 + 1, abs=1)
    assert left(done, deleting, **trained) == pytest.approx(11 + tries + 1)
    assert left(done, first, **trained) == pytest.approx(tries + 1)


def test_a_second_try_is_expected_to_take_as_long_as_the_first() -> None:
    done = run(1, 0, "finished")
    config = replace(CONFIG, reason_weight="auto")
    tried = replace(TRIAL, seconds=72.0)  # compiling 1, measuring 1: 7 s an epoch
    search = WeightSearch(RELIANCE, 0.9, (tried,), SearchStage("trial", 10.0))
    marked = replace(run(2, 5, "running"), config=config, search=search)
    expected = Outlook(Pace(1.0, 3.0, 1.0, is_measured=True), False, 0, length=Length(10, 10, 2))
    told = {1: reports(*range(2, 12)), 2: []}
    seconds = press_progress(done, marked, told, expected, since_report=0, now=START).seconds_left
    assert seconds == pytest.approx((70 + 1) * (1 + TRIALS_TO_FOLLOW) + 1)


def test_between_two_reports_the_time_goes_on_but_not_beyond_the_epoch_that_is_due() -> None:
    baseline, marked = run(1, 0, "running"), run(2, 5, "queued")
    told = {"run1": reports(2.0, 3.0)}
    whole = left(baseline, marked, **told)
    assert left(baseline, marked, 0.5, **told) == pytest.approx(whole - 0.5)
    assert left(baseline, marked, 600.0, **told) == pytest.approx(whole - 3)
