"""A trained classifier with all that is needed to read texts with it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import keras
import numpy as np
import tensorflow as tf

from rrr.learning.batches import by_length, encode, pad
from rrr.learning.reading import Reading, reading
from rrr.records import TrainingConfig
from rrr.text import PADDING_ID, Vocabulary

_BATCH_SIZE = 128
_ROWS_WITH_POINTS = 256
"""Rows times points in one pass."""


@dataclass(frozen=True)
class TrainedClassifier:
    """Classifier, vocabulary, labels and settings: what a checkpoint holds.

    Args:
        classifier: Keras model from token ids `(batch, time)` to logits `(batch, classes)`.
        vocabulary: numbers the words.
        labels: class names in the order of the classifier's outputs.
        config: the settings it was trained with.
        marks_hash: identifies the marks it was trained with.
    """

    classifier: keras.Model
    vocabulary: Vocabulary
    labels: tuple[str, ...]
    config: TrainingConfig
    marks_hash: str

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text, cut off after the run's `max_tokens`."""
        return encode(texts, self.vocabulary, self.config.max_tokens)

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Probability of each label, `(texts, labels)`, rows summing to 1."""
        return self.probabilities_of_ids(self.encode(texts))

    def probabilities_of_ids(self, ids: Sequence[Sequence[int]]) -> np.ndarray:
        """As `probabilities`, from token ids (no row empty)."""
        result = np.zeros((len(ids), len(self.labels)), "float32")
        for batch in by_length([len(row) for row in ids], _BATCH_SIZE):
            padded = pad([ids[i] for i in batch], PADDING_ID, "int32")
            result[batch] = self._reading.predict(self._weights, tf.constant(padded)).numpy()
        return result

    def gradient_norms_of_ids(
        self, ids: Sequence[Sequence[int]]
    ) -> tuple[list[np.ndarray], np.ndarray]:
        """Norms of the input gradient per token, one array a row, and the probabilities.

        The gradient is that of the predicted class's logit margin with respect to the token's
        embedding; its Euclidean norm is at least 0.
        """
        norms: list[np.ndarray] = [np.empty(0)] * len(ids)
        probabilities = np.zeros((len(ids), len(self.labels)), "float32")
        for batch in by_length([len(row) for row in ids], _BATCH_SIZE):
            padded = pad([ids[i] for i in batch], PADDING_ID, "int32")
            batch_norms, batch_probabilities = self._reading.explain(
                self._weights, tf.constant(padded)
            )
            probabilities[batch] = batch_probabilities.numpy()
            for i, row in zip(batch, batch_norms.numpy(), strict=True):
                norms[i] = row[: len(ids[i])]
        return norms, probabilities

    def attributions_of_ids(
        self, ids: Sequence[Sequence[int]], points: Sequence[float]
    ) -> tuple[list[np.ndarray], np.ndarray]:
        """Gradient × embedding per token, averaged over `points`, one array a row, and the
        probabilities.

        The gradient is that of the logit margin of the class predicted for the row itself, taken at
        `point · embeddings`; a point of 1 is the row itself.
        """
        found: list[np.ndarray] = [np.empty(0)] * len(ids)
        probabilities = self.probabilities_of_ids(ids)
        predicted = probabilities.argmax(axis=1).astype("int32")
        rows_at_once = max(1, _ROWS_WITH_POINTS // len(points))
        for batch in by_length([len(row) for row in ids], rows_at_once):
            padded = pad([ids[i] for i in batch], PADDING_ID, "int32")
            products = self._reading.attribute(
                self._weights,
                tf.constant(padded),
                tf.constant(predicted[batch]),
                tf.constant(points, tf.float32),
            )
            for i, row in zip(batch, products.numpy(), strict=True):
                found[i] = row[: len(ids[i])]
        return found, probabilities

    @property
    def _weights(self) -> list[tf.Tensor]:
        return [tf.convert_to_tensor(weight) for weight in self.classifier.weights]

    @cached_property
    def _reading(self) -> Reading:
        return reading(self.classifier)
