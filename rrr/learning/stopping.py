"""Which epoch's weights a training keeps, and when it need not go on. Judged on validation.

A small corpus is learned by heart within a few epochs, and what comes after them makes a model
surer and no better. So the weights of the epoch with the least loss on the validation sentences are
kept. Under a penalty that is the loss that is trained, with the marked words taken out of the
validation sentences: as they are, these prefer the model that relies on them.

Without validation sentences the last epoch is kept.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rrr.records import EpochReport

PATIENCE = 3
"""Epochs in a row without a better one, after which a training ends; half of all are taken in any
case, since some models begin to learn late."""

NEUTRAL_LOSS = "val_neutral_loss"
"""Under a penalty: the classification loss on validation sentences whose marked words are taken out
plus λ times their saliency loss as they are."""


def loss_of(metrics: Mapping[str, float]) -> float | None:
    """What epochs are compared by, less is better; None without validation."""
    return metrics.get(NEUTRAL_LOSS, metrics.get("val_loss"))


def best_of(reports: Sequence[EpochReport]) -> EpochReport | None:
    """The report of the epoch that is kept, the first of several equal ones; None for no reports.

    It is the last one where there is no validation.
    """
    losses = [loss_of(report.metrics) for report in reports]
    if not reports or None in losses:
        return reports[-1] if reports else None
    return min(zip(losses, reports, strict=True), key=lambda pair: pair[0] or 0.0)[1]


def earliest_end(reports: Sequence[EpochReport]) -> int | None:
    """The epoch behind which a training ends if no further one is better. It may lie beyond all the
    epochs there are; None for no reports, and where there is no validation."""
    best = best_of(reports)
    if best is None or loss_of(best.metrics) is None:
        return None
    return max(math.ceil(best.num_epochs / 2), best.epoch + PATIENCE)


def is_over(reports: Sequence[EpochReport]) -> bool:
    """Whether a training ends behind these epochs, before all it may take."""
    end = earliest_end(reports)
    return end is not None and reports[-1].epoch >= end
