"""What the Train page tells to be left, asked for during presses that take another time than was
expected."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rrr.records import EpochReport, Run, RunStatus, TrainingConfig
from rrr.services.training.outlook import Outlook
from rrr.services.training.pace import Pace
from rrr.services.training.press_progress import press_progress

START = datetime(2026, 1, 1, tzinfo=UTC)
EPOCHS = 12
EXPECTED = Pace(1.0, 1.5)
ALLOWED = 1 / 3


def run(number: int, weight: float, status: RunStatus, began: float) -> Run:
    return Run(
        id=number,
        project_id=1,
        name="",
        status=status,
        config=TrainingConfig(reason_weight=weight, epochs=EPOCHS),
        marks_hash="h",
        num_marked_tokens=1,
        created_at=START,
        started_at=START + timedelta(seconds=began),
        pair_id="p",
    )


def reports(real: Pace, seconds: float, *, marked: bool, after: float) -> list[EpochReport]:
    """What a training that began `after` seconds has reported at a moment."""
    per_epoch = real.marked if marked else real.plain
    ends = [real.compiling + n * per_epoch for n in range(1, EPOCHS + 1)]
    return [
        EpochReport(n, EPOCHS, end, {}) for n, end in enumerate(ends, 1) if after + end <= seconds
    ]


def told_and_left(real: Pace, share: float) -> tuple[float, float]:
    """Seconds told to be left and those that are, when such a share of the press is over.

    A baseline and a run with λ given, of the same press, each measured at its end.
    """
    first = real.compiling + (EPOCHS + 1) * real.plain
    whole = first + real.compiling + EPOCHS * real.marked + real.plain
    now = share * whole
    baseline, marked = run(1, 0.0, "running", 0), run(2, 5.0, "queued", first)
    of_baseline = reports(real, now, marked=False, after=0)
    of_marked = reports(real, now, marked=True, after=first)
    if now >= first:
        baseline = replace(baseline, status="finished", seconds=first)
        marked = replace(marked, status="running")
    at_work, began = (of_marked, first) if now >= first else (of_baseline, 0.0)
    told = press_progress(
        baseline,
        marked,
        {1: of_baseline, 2: of_marked},
        Outlook(EXPECTED, False, 0),
        since_report=now - began - (at_work[-1].seconds if at_work else 0),
        now=START + timedelta(seconds=now),
    )
    return told.seconds_left, whole - now


@pytest.mark.parametrize(
    ("share", "times"),
    [(0.1, 2 / 3), (0.1, 1.0), (0.1, 2.0)]  # one epoch has been measured by then
    + [(share, times) for share in (0.25, 0.5, 0.75) for times in (0.5, 1.0, 2.0)],
)
def test_the_time_left_is_right_within_a_third_after_the_first_tenth(
    share: float, times: float
) -> None:
    real = Pace(times * EXPECTED.plain, times * EXPECTED.marked, times * EXPECTED.compiling)
    told, left = told_and_left(real, share)
    assert told == pytest.approx(left, rel=ALLOWED)


def test_what_the_penalty_takes_is_learned_when_its_training_reports() -> None:
    real = Pace(EXPECTED.plain, 3 * EXPECTED.marked)
    (told_before, left_before), (told, left) = (told_and_left(real, each) for each in (0.2, 0.5))
    assert told_before < (1 - ALLOWED) * left_before  # there is no way to know
    assert told == pytest.approx(left, rel=ALLOWED)
