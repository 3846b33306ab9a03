"""How long one press takes: baseline, search for λ and measuring. Pure: records in, seconds out.

A press is a row of trainings. The first one without the penalty and the first one with it begin
with compiling, which makes their first epoch longer; each training ends with measuring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rrr.records import (
    ACTIVE_STATUSES,
    CHEAPEST_FIRST,
    WITHOUT_MARKS,
    EpochReport,
    Run,
    TrainingConfig,
)
from rrr.services.training.pace import EPOCHS_TO_MEASURE, Pace
from rrr.services.training.training_length import TRIALS_TO_FOLLOW, Length, expected_end

SECONDS_TO_BEGIN = 2.0
"""From the press to the first step: reading, numbering words, loading what is not loaded."""


@dataclass(frozen=True)
class Work:
    """What is to be done: epochs, first epochs among them, and measurements."""

    plain_epochs: float = 0
    marked_epochs: float = 0
    first_epochs: float = 0
    measurements: float = 0

    def seconds(self, pace: Pace) -> float:
        return (
            self.plain_epochs * pace.plain
            + self.marked_epochs * pace.marked
            + self.first_epochs * pace.compiling
            + self.measurements * EPOCHS_TO_MEASURE * pace.plain
        )

    def __add__(self, other: Work) -> Work:
        return Work(
            self.plain_epochs + other.plain_epochs,
            self.marked_epochs + other.marked_epochs,
            self.first_epochs + other.first_epochs,
            self.measurements + other.measurements,
        )

    def __mul__(self, number: float) -> Work:
        return Work(
            self.plain_epochs * number,
            self.marked_epochs * number,
            self.first_epochs * number,
            self.measurements * number,
        )


def work_of_press(
    config: TrainingConfig, length: Length, *, holds_back: bool, baseline_is_there: bool
) -> Work:
    """All of a press. Where the kind of classifier is left open, comparing included.

    Args:
        config: of the run with the marks.
        length: of its trainings and its search.
        holds_back: whether no validation sentence has a marked word: a search for λ then holds back
            training sentences, trains a baseline of its own and, at the end, anew on all.
        baseline_is_there: whether an equal baseline has been trained; it is measured only.
    """
    baseline = Work(measurements=1) if baseline_is_there else _plain_trainings(config, length)
    is_open = config.classifier == "auto"
    return baseline + _with_marks(config, length, holds_back, is_compared=is_open)


def work_after_comparing(config: TrainingConfig, length: Length, *, holds_back: bool) -> Work:
    """What follows comparing the kinds of classifier in the same press."""
    baseline = _training(config, length)
    return baseline + _with_marks(config, length, holds_back, is_compared=True)


def work_left(
    baseline: Run | None,
    marked: Run | None,
    reports: Sequence[EpochReport],
    length: Length,
    *,
    holds_back: bool,
) -> Work:
    """What runs of one press that wait or work have still to do.

    Args:
        baseline: None if it has been deleted.
        marked: the run with the marks, None if there is none any more.
        reports: of what is being trained now.
        length: of trainings and search.
        holds_back: as for `work_of_press`.
    """
    left = Work()
    if baseline is not None and baseline.status in ACTIVE_STATUSES:
        is_open = baseline.config.classifier == "auto"
        left += (
            _plain_trainings(baseline.config, length)
            if is_open
            else _training(baseline.config, length, reports)
        )
        reports = ()
    if marked is not None and marked.status in ACTIVE_STATUSES:
        left += _left_with_marks(marked, reports, length, holds_back)
    return left


def _training(
    config: TrainingConfig,
    length: Length,
    reports: Sequence[EpochReport] = (),
    *,
    marked: bool = False,
    is_first: bool = True,
) -> Work:
    """The work left of one training after these reports: its other epochs, and measuring."""
    end = expected_end(reports, config.epochs, length.marked if marked else length.plain)
    epochs = max(0.0, end - (reports[-1].epoch if reports else 0))
    first = int(is_first and not reports)
    return Work(0, epochs, first, 1) if marked else Work(epochs, 0, first, 1)


def _plain_trainings(config: TrainingConfig, length: Length) -> Work:
    """Of a baseline; of each kind of classifier before it, where the kind is left open."""
    number = 1 + (len(CHEAPEST_FIRST) if config.classifier == "auto" else 0)
    return _training(config, length) * number


def _with_marks(
    config: TrainingConfig, length: Length, holds_back: bool, *, is_compared: bool
) -> Work:
    """All of the run with the marks. Comparing kinds of classifier has trained on texts with the
    words deleted already."""
    first = _training(config, length, marked=True)
    if config.reason_weight != "auto":
        return first
    plain = _training(config, length, is_first=False)
    if not is_compared:
        first += plain  # with the words deleted
    if holds_back:
        first += plain
    return Work(measurements=1) + first + _further(config, length, length.trials - 1, holds_back)


def _further(config: TrainingConfig, length: Length, trials: float, holds_back: bool) -> Work:
    """Trials behind the next or present one, and the training on all sentences."""
    training = _training(config, length, marked=True, is_first=False)
    return training * (max(TRIALS_TO_FOLLOW, trials) + int(holds_back))


def _left_with_marks(
    run: Run, reports: Sequence[EpochReport], length: Length, holds_back: bool
) -> Work:
    config, search = run.config, run.search
    is_compared = config.classifier == "auto" or bool(run.choice and not run.choice.is_earlier)
    if config.reason_weight != "auto":
        return _training(config, length, reports, marked=True)
    if search is None:
        return _with_marks(config, length, holds_back, is_compared=is_compared)
    stage = search.stage
    if stage is None:
        return Work(measurements=1)
    is_first = stage.has_penalty and not search.trials
    now = Work(measurements=1) + _training(
        config, length, reports, marked=stage.has_penalty, is_first=is_first
    )
    if stage.kind == "all sentences":
        return now
    if stage == WITHOUT_MARKS and not is_compared:
        now += _training(config, length, is_first=False)  # with the words deleted
    if stage.kind == "trial":
        further = length.trials - len(search.trials) - 1
    else:
        now += _training(config, length, marked=True)
        further = length.trials - 1
    return now + _further(config, length, further, holds_back)
