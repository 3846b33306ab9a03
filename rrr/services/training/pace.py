"""How long an epoch takes. Pure: records in, seconds out.

It is measured as soon as two epochs are done; before that it is what an earlier press of the same
shape took, else a figure per token.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rrr.records import PENALTY_KINDS, EpochReport, TrainingConfig
from rrr.services.training.training_length import Length

SECONDS_PER_TOKEN = 12e-6
"""Of an epoch without the penalty, at the default sizes (two cores)."""
SECONDS_PER_TOKEN_OF_ENCODER = 1e-3
"""Likewise, where all layers of a pre-trained encoder learn that has MiniLM's size: 22.7 million
weights, by their number of multiplications. Others are told wrong until an epoch was measured."""
SECONDS_TO_COMPILE = 1.0
"""What a first epoch takes longer than the others."""
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
        return math.sqrt(at_most * expected) if weight == 1 else expected
    number = last.epoch - first.epoch
    return (last.seconds - first.seconds + weight * expected) / (number + weight)


def pace_of_trials(pace: Pace, length: Length, seconds: Sequence[float]) -> Pace:
    """`pace`, corrected by the seconds of whole trials of λ, whose reports are kept no longer."""
    if not seconds or length.marked is None:
        return pace
    whole = (sum(seconds) - pace.compiling) / len(seconds) - EPOCHS_TO_MEASURE * pace.plain
    return replace(pace, marked=max(whole / length.marked, pace.plain))
