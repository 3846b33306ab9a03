"""Whether a training has stopped learning: it names the labels no better than by their shares."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rrr.records import EpochReport

_HOPELESS = 0.98
"""A classification loss above this share of what guessing gives is guessing."""
_LEARNED = 0.9
"""One below this share is not."""
_LEAST_EPOCHS = 4
"""Shorter trainings are not judged: they may only just have begun to learn."""


@dataclass(frozen=True)
class Guessing:
    """What knowing nothing but the labels' shares gives: cross-entropy, and accuracy in [0, 1]."""

    loss: float
    accuracy: float

    @classmethod
    def of(cls, labels: Sequence[str]) -> Guessing:
        shares = [count / len(labels) for count in Counter(labels).values()]
        return cls(-sum(share * math.log(share) for share in shares), max(shares))

    def is_all(self, epoch: EpochReport) -> bool:
        """Whether at half-time, or later, a classifier still guesses: it will not recover."""
        late = epoch.num_epochs >= _LEAST_EPOCHS and 2 * epoch.epoch >= epoch.num_epochs
        loss = epoch.metrics["classification_loss"]
        return late and not loss <= _HOPELESS * self.loss

    def is_left_of(self, epoch: EpochReport, plain: EpochReport) -> bool:
        """Whether it guesses, or names one label only, though a plain training learned (`plain` is
        the end of that)."""
        if self.is_all(epoch) and plain.metrics["classification_loss"] < _LEARNED * self.loss:
            return True
        late = epoch.num_epochs >= _LEAST_EPOCHS and 2 * epoch.epoch >= epoch.num_epochs
        one_label = epoch.metrics["accuracy"] < self.accuracy + 0.01
        return late and one_label and plain.metrics["accuracy"] > self.accuracy + 0.05
