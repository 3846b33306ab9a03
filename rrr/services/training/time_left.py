"""How long one press takes: baseline, search for λ and measuring. Pure: records in, seconds out.

A press is a row of trainings. What an epoch takes is measured as soon as two are done; before that
it is what an earlier press of the same shape took, else a figure per token. Each training begins
with compiling, which makes its first epoch longer, and ends with measuring. How many λ a search
will try is not known: in the evidence the first one is good in six of seven searches, so one is
counted until it has failed. Where few sentences judge, more are tried, and the time left grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rrr.records import (
    ACTIVE_STATUSES,
    CHEAPEST_FIRST,
    PENALTY_KINDS,
    WITHOUT_MARKS,
    EpochReport,
    Run,
    TrainingConfig,
)

SECONDS_PER_TOKEN = 12e-6
"""Of an epoch without the penalty, at the default sizes (two cores)."""
SECONDS_PER_TOKEN_OF_ENCODER = 1e-3
"""Likewise, where all layers of a pre-trained encoder learn that has MiniLM's size: 22.7 million
weights, by their number of multiplications. Others are told wrong until an epoch was measured."""
SECONDS_TO_COMPILE = 1.0
"""What a first epoch takes longer than the others."""
SECONDS_TO_BEGIN = 2.0
"""From the press to the first step: reading, numbering words, loading what is not loaded."""
USUAL_TRIALS = 1
EPOCHS_TO_MEASURE = 1.0
"""Measuring what a training gave takes as long as so many epochs without the penalty."""
_WEIGHT = 2
"""What was expected of an epoch counts as much as so many that were measured."""


@dataclass(frozen=True)
class Pace:
    """Seconds of an epoch without the penalty and with it, and what compiling adds to the first."""

    plain: float
    marked: float
    compiling: float = SECONDS_TO_COMPILE
    is_measured: bool = False  # on this machine, with this project


@dataclass(frozen=True)
class Work:
    """What is to be done: epochs, first epochs among them, and measurements."""

    plain_epochs: int = 0
    marked_epochs: int = 0
    first_epochs: int = 0
    measurements: int = 0

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


def usual_pace(config: TrainingConfig, num_tokens: int) -> Pace:
    """By the number of tokens in the training split and the size of the classifier."""
    if config.classifier == "encoder":
        plain = num_tokens * SECONDS_PER_TOKEN_OF_ENCODER
    else:
        size = max(config.hidden_size / TrainingConfig().hidden_size, 0.25)
        plain = num_tokens * SECONDS_PER_TOKEN * size
    return Pace(plain, plain * PENALTY_KINDS[config.penalty].times_plain)


def measured_pace(usual: Pace, plain: Sequence[EpochReport], marked: Sequence[EpochReport]) -> Pace:
    """`usual`, corrected by what epochs without and with the penalty took.

    Where only one kind was measured, the other is taken to differ from it as it usually does.
    """
    ratio = usual.marked / usual.plain
    weight = _WEIGHT if usual.is_measured else 1
    of_plain = _epoch_seconds(plain, usual.plain, weight)
    of_marked = _epoch_seconds(marked, of_plain * ratio, _WEIGHT if plain else weight)
    compiling = plain[0].seconds - of_plain if len(plain) > 1 else usual.compiling
    is_measured = usual.is_measured or bool(plain or marked)
    return Pace(of_plain, of_marked, max(0.0, compiling), is_measured)


def _epoch_seconds(reports: Sequence[EpochReport], expected: float, weight: float) -> float:
    """The mean, into which what was expected counts as `weight` epochs: single ones vary a lot
    where other programs run."""
    if not reports:
        return expected
    first, last = reports[0], reports[-1]
    if first.epoch == last.epoch:  # it holds the compiling and tells little
        at_most = max(first.seconds - SECONDS_TO_COMPILE, first.seconds / 2)
        return (at_most + weight * expected) / (1 + weight) if weight == 1 else expected
    number = last.epoch - first.epoch
    return (last.seconds - first.seconds + weight * expected) / (number + weight)


def work_of_press(
    config: TrainingConfig,
    *,
    holds_back: bool,
    baseline_is_there: bool,
    trials: int = USUAL_TRIALS,
) -> Work:
    """All of a press.

    Args:
        config: of the run with the marks.
        holds_back: whether no validation sentence has a marked word: a search for λ then holds back
            training sentences, trains a baseline of its own and, at the end, anew on all.
        baseline_is_there: whether an equal baseline has been trained; it is measured only.
        trials: λ that a search is taken to try.
    """
    baseline = Work(measurements=1) if baseline_is_there else _plain_trainings(config)
    return baseline + _with_marks(config, holds_back, trials)


def work_left(
    baseline: Run | None,
    marked: Run | None,
    reports: Sequence[EpochReport],
    *,
    holds_back: bool,
    trials: int = USUAL_TRIALS,
) -> Work:
    """What runs of one press that wait or work have still to do.

    Args:
        baseline: None if it has been deleted.
        marked: the run with the marks, None if there is none any more.
        reports: of what is being trained now.
        holds_back: as for `work_of_press`.
        trials: λ that a search is taken to try in all.
    """
    left = Work()
    done = reports[-1].epoch if reports else 0
    if baseline is not None and baseline.status in ACTIVE_STATUSES:
        is_open = baseline.config.classifier == "auto"
        left += _plain_trainings(baseline.config) if is_open else _training(baseline.config, done)
        done = 0
    if marked is not None and marked.status in ACTIVE_STATUSES:
        left += _left_with_marks(marked, done, holds_back, trials)
    return left


def _training(config: TrainingConfig, done: int, *, marked: bool = False) -> Work:
    """The work left of one training after `done` epochs: its other epochs, and measuring."""
    epochs, first = max(0, config.epochs - done), int(done == 0)
    return Work(0, epochs, first, 1) if marked else Work(epochs, 0, first, 1)


def _plain_trainings(config: TrainingConfig) -> Work:
    """Of a baseline; of each kind of classifier before it, where the kind is left open."""
    number = 1 + (len(CHEAPEST_FIRST) if config.classifier == "auto" else 0)
    return sum((_training(config, 0) for _ in range(number)), Work())


def _with_marks(config: TrainingConfig, holds_back: bool, trials: int = USUAL_TRIALS) -> Work:
    """All of the run with the marks, or of a search from its first λ on."""
    work = Work(measurements=1)
    if config.reason_weight != "auto":
        return _training(config, 0, marked=True)
    for _ in range(1 + int(holds_back)):
        work += _training(config, 0)
    for _ in range(trials + int(holds_back)):
        work += _training(config, 0, marked=True)
    return work


def _left_with_marks(run: Run, done: int, holds_back: bool, trials: int) -> Work:
    config, search = run.config, run.search
    if config.reason_weight != "auto":
        return _training(config, done, marked=True)
    if search is None:
        return _with_marks(config, holds_back, trials)
    stage = search.stage
    if stage is None:
        return Work(measurements=1)
    now = Work(measurements=1) + _training(config, done, marked=stage.has_penalty)
    if stage.kind == "all sentences":
        return now
    more = max(0, trials - len(search.trials) - int(stage.kind == "trial"))
    for _ in range(more + int(holds_back)):
        now += _training(config, 0, marked=True)
    if stage == WITHOUT_MARKS:
        now += _training(config, 0)  # with the words deleted
    return now
