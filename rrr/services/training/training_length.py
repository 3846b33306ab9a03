"""How many epochs trainings take and how many λ a search tries. Pure: records in, numbers out.

Both show only while a press is at work. What earlier presses of the project took is expected again;
what is usual counts as one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from rrr.learning.stopping import PATIENCE, best_of, earliest_end
from rrr.records import EpochReport, TrainingConfig
from rrr.services.training.weight_rule import MAX_TRIALS

USUAL_SHARE_OF_EPOCHS = 0.55
"""Of the epochs a training may take: 6.6 of 12, without the penalty and with it
(`benchmarks.time_left` on the demo and two corpora; half are taken in any case)."""
TRIALS_TO_FOLLOW = 0.5
"""A λ is followed by another one in about every second case: of seven searches there three tried
one, two tried two, and the others four and six."""
USUAL_TRIALS = 1 + TRIALS_TO_FOLLOW


@dataclass(frozen=True)
class Length:
    """How many epochs a training without the penalty and with it is expected to take, and how many
    λ a search tries; None: all epochs there may be."""

    plain: float | None = None
    marked: float | None = None
    trials: float = USUAL_TRIALS

    @property
    def with_all_trials(self) -> Length:
        """The same where a search tries as often as it may."""
        return replace(self, trials=MAX_TRIALS)


def expected_length(
    config: TrainingConfig,
    plain: Sequence[int] = (),
    marked: Sequence[int] = (),
    trials: Sequence[int] = (),
) -> Length:
    """By what trainings without and with the penalty took in epochs, and how many λ searches tried,
    in the same project. Both kinds of training end alike on the same sentences."""
    usual = min(config.epochs, max(USUAL_SHARE_OF_EPOCHS * config.epochs, PATIENCE + 1))
    return Length(
        median([*plain, usual]),
        median([*(marked or plain), usual]),
        median([*trials, USUAL_TRIALS]),
    )


def expected_end(reports: Sequence[EpochReport], num_epochs: int, expected: float | None) -> float:
    """The epoch behind which a training will end: foreseen once its epochs get no better."""
    if expected is None or not reports:
        return num_epochs if expected is None else expected
    end = earliest_end(reports)
    if end is None:
        return num_epochs
    still_better = best_of(reports) is reports[-1]
    return min(num_epochs, max(end, expected) if still_better else end)
