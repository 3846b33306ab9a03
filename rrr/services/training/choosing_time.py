"""How long comparing the kinds of classifier still takes. Pure: records in, seconds out.

Kinds that were tried tell the pace; those to come are taken to be as much slower as they usually
are. It is rough: kinds need different numbers of epochs.
"""

from __future__ import annotations

from collections.abc import Sequence

from rrr.records import (
    CHEAPEST_FIRST,
    PENALTY_KINDS,
    TIMES_CHEAPEST,
    ClassifierChoice,
    EpochReport,
    TrainingConfig,
)
from rrr.services.training.classifier_rule import SHARE_OF_TIME, taken_of
from rrr.services.training.pace import EPOCHS_TO_MEASURE, Pace
from rrr.services.training.training_length import Length, expected_end


def seconds_of_comparing(
    choice: ClassifierChoice,
    config: TrainingConfig,
    reports: Sequence[EpochReport],
    length: Length,
) -> float:
    """Seconds left of comparing, once a kind has been tried.

    Args:
        choice: under way.
        config: of the run that compares.
        reports: of the kind at work.
        length: of trainings.
    """
    tried = [candidate.classifier for candidate in choice.tried]
    unit = choice.seconds / sum(TIMES_CHEAPEST[kind] for kind in tried)
    to_come = [kind for kind in CHEAPEST_FIRST if kind not in tried]
    left = 0.0
    if choice.stage is not None and choice.stage.classifier in to_come:
        to_come.remove(choice.stage.classifier)
        usual = unit * TIMES_CHEAPEST[choice.stage.classifier]
        left = _seconds_of_kind(usual, config, reports, length)
    left += sum(unit * TIMES_CHEAPEST[kind] for kind in to_come)
    done = choice.seconds + (reports[-1].seconds if reports else 0.0)
    return min(left, max(0.0, SHARE_OF_TIME * 60 * config.search_minutes - done))


def _seconds_of_kind(
    usual: float, config: TrainingConfig, reports: Sequence[EpochReport], length: Length
) -> float:
    """Left of the kind at work, of which `usual` is expected in all."""
    if len(reports) < 2:
        return max(0.0, usual - (reports[-1].seconds if reports else 0.0))
    first, last = reports[0], reports[-1]
    per_epoch = (last.seconds - first.seconds) / (last.epoch - first.epoch)
    epochs = expected_end(reports, config.epochs, length.plain) - last.epoch
    return max(0.0, epochs + EPOCHS_TO_MEASURE) * per_epoch


def pace_of_choice(
    choice: ClassifierChoice | None, config: TrainingConfig, length: Length
) -> Pace | None:
    """The pace of the kind that was taken, or would be by now; None where none was tried in this
    press."""
    if choice is None or choice.is_earlier:
        return None
    taken = choice.taken or taken_of(choice.tried)
    if taken is None:
        return None
    epochs = (config.epochs if length.plain is None else length.plain) + EPOCHS_TO_MEASURE
    plain = taken.seconds / epochs
    return Pace(plain, plain * PENALTY_KINDS[config.penalty].times_plain, 0.0, is_measured=True)
