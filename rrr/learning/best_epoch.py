"""Keras callbacks that keep a training's best epoch, by the rule in `rrr.learning.stopping`."""

from __future__ import annotations

import math
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from rrr.learning.stopping import NEUTRAL_LOSS, best_of, loss_of
from rrr.learning.training_state import TrainingState
from rrr.records import LabelledTexts
from rrr.text import without_tokens


def neutral_sentences(data: LabelledTexts) -> LabelledTexts | None:
    """The sentences with their marked tokens taken out; None where nothing is marked."""
    if not any(data.marked):
        return None
    texts = tuple(map(without_tokens, data.texts, data.marked))
    return LabelledTexts(texts, data.labels, ((),) * len(data))


class NeutralLoss(keras.callbacks.Callback):
    """Adds `NEUTRAL_LOSS` to the report of each epoch.

    Args:
        batches: of the validation sentences without their marked words.
        reason_weight: λ.
    """

    def __init__(self, batches: tf.data.Dataset, reason_weight: float) -> None:
        super().__init__()
        self._batches = batches
        self._reason_weight = reason_weight

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        measured = self.model.evaluate(self._batches, verbose=0, return_dict=True)
        penalty = self._reason_weight * logs["val_saliency_loss"]
        logs[NEUTRAL_LOSS] = measured["classification_loss"] + penalty


class BestEpoch(keras.callbacks.Callback):
    """Holds the best weights so far, and puts them back when the training ends.

    Args:
        before: where an interrupted training stands.
    """

    def __init__(self, before: TrainingState | None = None) -> None:
        super().__init__()
        self._weights: list[np.ndarray] | None = None
        self._least = math.inf
        self._is_present = True
        if before is not None and (best := best_of(before.reports)) is not None:
            self._least = _comparable(loss_of(best.metrics))
            self._weights = list(before.best or before.weights)
            self._is_present = before.best is None

    @property
    def elsewhere(self) -> tuple[np.ndarray, ...] | None:
        """The best weights, where they are not the present ones."""
        return None if self._is_present or self._weights is None else tuple(self._weights)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        loss = loss_of(logs or {})
        self._is_present = loss is None or loss < self._least
        if self._is_present:
            self._least = _comparable(loss)
            self._weights = self.model.classifier.get_weights()

    def on_train_end(self, logs: Any = None) -> None:
        if self._weights is not None:
            self.model.classifier.set_weights(self._weights)


def _comparable(loss: float | None) -> float:
    """A loss that any measured one undercuts where there is none; 0 is a loss."""
    return math.inf if loss is None else loss
