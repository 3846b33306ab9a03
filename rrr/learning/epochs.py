"""What happens at the end of each batch and each epoch of a training."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import Any

import keras
import tensorflow as tf

from rrr.errors import Cancelled, Diverged
from rrr.learning.best_epoch import BestEpoch
from rrr.learning.priority import step_back
from rrr.learning.stopping import is_over
from rrr.learning.training_state import TrainingState
from rrr.records import EpochReport

Report = Callable[[EpochReport], None]
ShouldStop = Callable[[], bool]
Keep = Callable[[TrainingState], None]


class SaliencyLoss(keras.callbacks.Callback):
    """Adds to the report of each epoch what the penalty would be, estimated on some batches."""

    def __init__(self, batches: tf.data.Dataset) -> None:
        super().__init__()
        self._batches = batches

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        measured = self.model.evaluate(self._batches, verbose=0, return_dict=True)
        logs["saliency_loss"] = measured["saliency_loss"]


class Probe(keras.callbacks.Callback):
    """Adds to the report of each epoch what else is measured on the model as it is."""

    def __init__(self, measure: Callable[[], Mapping[str, float]]) -> None:
        super().__init__()
        self._measure = measure

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        logs.update(self._measure())


class Progress(keras.callbacks.Callback):
    """Carries Keras' epochs to `report`, the wish to stop to Keras, and the state to `keep`.

    Args:
        num_epochs: of the whole training.
        reason_weight: λ.
        report: called after each epoch.
        should_stop: asked after each batch, or after a few small ones.
        keep: called with the state after each report; None to keep nothing.
        before: what an interrupted training has reported already.
        best: holds the weights that the training will end with.
    """

    def __init__(
        self,
        num_epochs: int,
        reason_weight: float,
        report: Report,
        should_stop: ShouldStop,
        keep: Keep | None = None,
        before: TrainingState | None = None,
        best: BestEpoch | None = None,
    ) -> None:
        super().__init__()
        self._num_epochs = num_epochs
        self._reason_weight = reason_weight
        self._tell = report
        self._should_stop = should_stop
        self._keep = keep
        self._best = best
        self._reports = [] if before is None else list(before.reports)
        self._gave_way = False
        self._began = time.monotonic() - (0.0 if before is None else before.seconds)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if not self._gave_way:  # by now all threads are there that compute
            step_back()
            self._gave_way = True
        # Raising, not `stop_training`: that would still finish the validation pass.
        if self._should_stop():
            raise Cancelled("The run was cancelled.")

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        if self._should_stop():
            raise Cancelled("The run was cancelled.")

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        metrics = {name: float(value) for name, value in (logs or {}).items()}
        if not all(map(math.isfinite, metrics.values())):
            raise self.diverged()
        if "saliency_loss" in metrics and metrics["classification_loss"] > 0:
            penalty = self._reason_weight * metrics["saliency_loss"]
            metrics["penalty_ratio"] = penalty / metrics["classification_loss"]
        seconds = time.monotonic() - self._began
        self._reports.append(EpochReport(epoch + 1, self._num_epochs, seconds, metrics))
        self._tell(self._reports[-1])
        if self._keep is not None:
            self._keep(
                TrainingState(
                    tuple(self._reports),
                    tuple(self.model.classifier.get_weights()),
                    tuple(variable.numpy() for variable in self.model.optimizer.variables),
                    None if self._best is None else self._best.elsewhere,
                )
            )
        if is_over(self._reports):
            self.model.stop_training = True

    def on_train_end(self, logs: Any = None) -> None:
        if not all(tf.reduce_all(tf.math.is_finite(weight)) for weight in self.model.weights):
            raise self.diverged()  # the very last step

    def diverged(self) -> Diverged:
        """Says where the numbers of the training left their range."""
        epoch = min(len(self._reports) + 1, self._num_epochs)
        weight = self._reason_weight
        return Diverged(
            f"In epoch {epoch} of {self._num_epochs}, at λ = {weight:g}, the loss was no longer a "
            "number: the steps were too large. Train again with a lower learning rate"
            + (" or a lower λ." if weight else ".")
        )
