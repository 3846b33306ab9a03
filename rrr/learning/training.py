"""Train one classifier, reporting as it goes. Knows neither page nor database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from rrr.errors import Cancelled, DataError
from rrr.learning.batches import training_batches
from rrr.learning.beginning import beginning
from rrr.learning.compiled import compiled_model
from rrr.learning.priority import step_back
from rrr.learning.trained import TrainedClassifier
from rrr.records import EpochReport, LabelledTexts, TrainingConfig

Report = Callable[[EpochReport], None]
ShouldStop = Callable[[], bool]

_MOSTLY_MARKED = 0.8
"""Share of sentences with marks above which keeping the others apart saves little."""


def train(
    training: LabelledTexts,
    validation: LabelledTexts | None,
    config: TrainingConfig,
    *,
    labels: tuple[str, ...],
    marks_hash: str,
    report: Report,
    should_stop: ShouldStop,
    start: TrainedClassifier | None = None,
) -> TrainedClassifier:
    """Train a classifier. The same inputs and seed give the same weights.

    Sets Keras' seed, which is global to the process: train one model at a time.

    Args:
        training: what is learned from; the vocabulary is built from it, too.
        validation: measured after each epoch, reported as `val_…`; never learned from.
        config: the settings; `reason_weight=0` ignores the marks.
        labels: class names, at least two.
        marks_hash: identifies the marks; kept with the result.
        report: called after each epoch.
        should_stop: asked after each batch.
        start: a model of the same kind and size whose weights and vocabulary are taken to begin
            with. None: fresh weights, and word vectors if the config names some.

    Raises:
        Cancelled: as soon as `should_stop` says so.
        ConfigError: if `start` does not fit the config.
        DataError: if there is nothing to learn from, or the word vectors cannot be read.
    """
    if not len(training) or len(set(training.labels)) < 2:
        raise DataError(
            "Training needs sentences of at least two labels in the training split. "
            f"Received: {len(training)} sentences of {len(set(training.labels))} labels. "
            "Import a file with labels, or check its split column."
        )
    classifier, vocabulary = beginning(training, config, labels, start)
    sizes: Any = {"max_tokens": config.max_tokens, "batch_size": config.batch_size}
    apart = _pays_to_keep_apart(training, config)
    batches = training_batches(
        training, vocabulary, labels, shuffle_seed=config.seed, marked_apart=apart, **sizes
    )
    held_out = None
    if validation is not None and len(validation):
        held_out = training_batches(validation, vocabulary, labels, shuffle_seed=None, **sizes)
    # A step without λ takes no input gradients; a few sentences then tell the saliency loss.
    sample = None if config.fixed_weight else _marked_sample(training)
    seen = sample and training_batches(sample, vocabulary, labels, shuffle_seed=None, **sizes)
    step_back()
    with compiled_model(classifier, config) as model:
        model.fit(
            batches,
            validation_data=held_out,
            epochs=config.epochs,
            shuffle=False,  # the batches shuffle themselves
            verbose=0,
            callbacks=[
                *([_SaliencyLoss(seen)] if seen else []),
                _Progress(config.epochs, report, should_stop),
            ],
        )
    return TrainedClassifier(classifier, vocabulary, labels, config, marks_hash)


def _pays_to_keep_apart(training: LabelledTexts, config: TrainingConfig) -> bool:
    """Whether a penalty needs a second tape that enough sentences could do without."""
    if config.fixed_weight == 0 or config.penalty == "blanking":
        return False
    return sum(map(bool, training.marked)) < _MOSTLY_MARKED * len(training)


def _marked_sample(data: LabelledTexts, count: int = 256) -> LabelledTexts | None:
    """Sentences spread evenly over the data; None where nothing is marked."""
    if not any(data.marked):
        return None
    rows = sorted({round(i * len(data) / count) for i in range(count)} & set(range(len(data))))
    return data.take(rows)


class _SaliencyLoss(keras.callbacks.Callback):
    """Adds to the report of each epoch what the penalty would be, estimated on some batches."""

    def __init__(self, batches: tf.data.Dataset) -> None:
        super().__init__()
        self._batches = batches

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        measured = self.model.evaluate(self._batches, verbose=0, return_dict=True)
        logs["saliency_loss"] = measured["saliency_loss"]


class _Progress(keras.callbacks.Callback):
    """Carries Keras' epochs to `report`, and the wish to stop to Keras."""

    def __init__(self, num_epochs: int, report: Report, should_stop: ShouldStop) -> None:
        super().__init__()
        self._num_epochs = num_epochs
        self._tell = report
        self._should_stop = should_stop
        self._began = time.monotonic()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        # Raising, not `stop_training`: that would still finish the validation pass.
        if self._should_stop():
            raise Cancelled("The run was cancelled.")

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        self.on_train_batch_end(batch, logs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        metrics = {name: float(value) for name, value in (logs or {}).items()}
        seconds = time.monotonic() - self._began
        self._tell(EpochReport(epoch + 1, self._num_epochs, seconds, metrics))
