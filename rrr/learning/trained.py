"""A trained classifier with all that is needed to read texts with it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import keras
import numpy as np
import tensorflow as tf

from rrr.learning.batches import by_length, encode, pad
from rrr.learning.halves import ClassifierHalves
from rrr.learning.targets import logit_margin
from rrr.records import TrainingConfig
from rrr.text import PADDING_ID, Vocabulary

_BATCH_SIZE = 128


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
            result[batch] = self._predict(tf.constant(padded)).numpy()
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
            batch_norms, batch_probabilities = self._explain(tf.constant(padded))
            probabilities[batch] = batch_probabilities.numpy()
            for i, row in zip(batch, batch_norms.numpy(), strict=True):
                norms[i] = row[: len(ids[i])]
        return norms, probabilities

    # One graph for every batch size and length, compiled once per classifier.
    @cached_property
    def _predict(self) -> Callable[[tf.Tensor], tf.Tensor]:
        halves = ClassifierHalves(self.classifier)

        @tf.function(input_signature=[tf.TensorSpec((None, None), tf.int32)])
        def predict(token_ids: tf.Tensor) -> tf.Tensor:
            return tf.nn.softmax(halves.logits(halves.embed(token_ids), token_ids))

        return predict

    @cached_property
    def _explain(self) -> Callable[[tf.Tensor], tuple[tf.Tensor, tf.Tensor]]:
        halves = ClassifierHalves(self.classifier)

        @tf.function(input_signature=[tf.TensorSpec((None, None), tf.int32)])
        def explain(token_ids: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            embeddings = halves.embed(token_ids)  # (batch, time, embedding)
            with tf.GradientTape() as tape:
                tape.watch(embeddings)
                logits = halves.logits(embeddings, token_ids)
                margin = logit_margin(logits, logits)  # (batch,)
            gradients = tape.gradient(margin, embeddings)
            return tf.norm(gradients, axis=-1), tf.nn.softmax(logits)

        return explain
