"""A trained classifier with all that is needed to read texts with it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import keras
import numpy as np
import tensorflow as tf

from rrr.learning.ahead import ahead
from rrr.learning.any_tokenizer import AnyTokenizer
from rrr.learning.batches import by_length, encode, encode_tokens, pad
from rrr.learning.compiled_inference import Reading, Weights, length_of, reading
from rrr.learning.graph_checks import plain_errors
from rrr.learning.path_integral import NUM_PIECES, path_integral
from rrr.learning.pieces import AnyVocabulary, Row, by_word, count_of, ids_of
from rrr.learning.temperature import calibrated
from rrr.records import LabelledTexts, TrainingConfig

BATCH_SIZE = 128
_ROWS_WITH_POINTS = 256
"""Rows times points in one pass."""
_ROWS_OF_ENCODER = 16
"""The same of a pre-trained encoder, where each takes up to 100 MB."""

T = TypeVar("T")
_PassResult = tuple[np.ndarray, np.ndarray]


class Read(NamedTuple):
    """What one pass has found of some sentences: their places among all, one number per token of
    each row, the probabilities `(rows, labels)`."""

    rows: np.ndarray
    per_token: Sequence[np.ndarray]
    probabilities: np.ndarray


def by_row(ids: Sequence[Row], passes: Iterable[Read]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Of all sentences, in the order of `ids`: numbers per token, and probabilities."""
    per_row: list[np.ndarray] = [np.empty(0)] * len(ids)
    probabilities: list[np.ndarray] = [np.empty(0)] * len(ids)
    for rows, values, of_batch in passes:
        for i, row, of_row in zip(rows, values, of_batch, strict=True):
            per_row[i], probabilities[i] = row, of_row
    return per_row, probabilities


@dataclass(frozen=True)
class TrainedClassifier:
    """Classifier, vocabulary, labels and settings: what a checkpoint holds.

    Args:
        classifier: Keras model from token ids `(batch, time)` to logits `(batch, classes)`.
        vocabulary: numbers the words' pieces.
        labels: class names in the order of the classifier's outputs.
        config: the settings it was trained with.
        marks_hash: identifies the marks it was trained with.
        temperature: what logits are divided by before they become probabilities, above 0. Neither
            predictions nor gradients depend on it.
        options: what `ClassifierHalves` has to be told of the classifier, by name.
    """

    classifier: keras.Model
    vocabulary: AnyVocabulary
    labels: tuple[str, ...]
    config: TrainingConfig
    marks_hash: str
    temperature: float = 1.0
    options: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def encode(self, texts: Sequence[str]) -> list[Row]:
        """The ids of each text's words, cut off after the run's `max_tokens`, or where the
        classifier can read no more."""
        return encode(texts, self.vocabulary, self.most_words)

    def encode_divided(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Row]:
        """As `encode`, from texts that are divided into tokens already."""
        if isinstance(self.vocabulary, AnyTokenizer):  # divides whole texts only
            return self.encode(texts)
        return encode_tokens(tokens, self.vocabulary, self.most_words)

    @property
    def most_words(self) -> int:
        """No more words are read of a text, and of words in several pieces perhaps fewer."""
        length = length_of(self.classifier)
        return self.config.max_tokens if length is None else min(length, self.config.max_tokens)

    def num_unread_marks(self, data: LabelledTexts) -> int:
        """How many marked tokens stand where no more of their text is read."""
        pairs = [pair for pair in zip(data.texts, data.marked, strict=True) if pair[1]]
        rows = self.encode([text for text, _ in pairs])
        return sum(
            index >= len(row)
            for row, (_, marked) in zip(rows, pairs, strict=True)
            for index in marked
        )

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Probability of each label, `(texts, labels)`, rows summing to 1."""
        return self.probabilities_of_ids(self.encode(texts))

    def probabilities_of_ids(self, ids: Sequence[Row]) -> np.ndarray:
        """As `probabilities`, from the ids of words."""
        return calibrated(self.uncalibrated_of_ids(ids), self.temperature)

    def uncalibrated_of_ids(self, ids: Sequence[Row]) -> np.ndarray:
        """As `probabilities_of_ids`, at temperature 1: their log-odds are the logit margins."""
        result = np.zeros((len(ids), len(self.labels)), "float32")

        def one_pass(weights: Weights, batch: np.ndarray, padded: tf.Tensor) -> _PassResult:
            return batch, self._reading.predict(weights, padded).numpy()

        for batch, probabilities in self.passes(ids, one_pass):
            result[batch] = probabilities
        return result

    def gradient_norms(self, ids: Sequence[Row]) -> Iterator[Read]:
        """Norms of the input gradient per token, summed over its pieces.

        The gradient is that of the predicted class's logit margin with respect to the piece's
        embedding; its Euclidean norm is at least 0.
        """

        def one_pass(weights: Weights, batch: np.ndarray, padded: tf.Tensor) -> Read:
            norms, _, probabilities = self._explained(weights, padded)
            return self._read(ids, batch, norms, probabilities)

        return self.passes(ids, one_pass)

    def gradient_times_input(self, ids: Sequence[Row]) -> Iterator[Read]:
        """Gradient × embedding per token, the gradient as in `gradient_norms`."""

        def one_pass(weights: Weights, batch: np.ndarray, padded: tf.Tensor) -> Read:
            _, products, probabilities = self._explained(weights, padded)
            return self._read(ids, batch, products, probabilities)

        return self.passes(ids, one_pass)

    def integrated_gradients(self, ids: Sequence[Row]) -> Iterator[Read]:
        """Gradient × embedding per token, over the path from embeddings of 0 to the row itself.

        The gradient is that of the logit margin of the class predicted for the row itself. See
        `path_integral` for how many points it is taken at.
        """

        def one_pass(weights: Weights, batch: np.ndarray, padded: tf.Tensor) -> Read:
            predicted, probabilities = self._predicted(weights, padded)

            def look(rows: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
                _, products, margins, _ = self._reading.explain(
                    weights,
                    tf.gather(padded, rows),
                    tf.constant(points, tf.float32),
                    tf.constant(predicted[rows]),
                )
                return products.numpy().astype("float64"), margins.numpy().astype("float64")

            return self._read(ids, batch, path_integral(look, len(predicted)), probabilities)

        return self.passes(ids, one_pass, NUM_PIECES + 2)

    def _predicted(self, weights: Weights, padded: tf.Tensor) -> tuple[np.ndarray, np.ndarray]:
        """The predicted classes, `(rows,)`, and the probabilities, calibrated."""
        probabilities = self._reading.predict(weights, padded).numpy()
        predicted = probabilities.argmax(axis=1).astype("int32")
        return predicted, calibrated(probabilities, self.temperature)

    def _read(
        self,
        ids: Sequence[Row],
        batch: np.ndarray,
        per_piece: np.ndarray,
        probabilities: np.ndarray,
    ) -> Read:
        """Of numbers per piece, `(batch, time)`."""
        per_token = [
            by_word(of_row, ids[i], self.vocabulary)
            for i, of_row in zip(batch, per_piece, strict=True)
        ]
        return Read(batch, per_token, probabilities)

    def _explained(
        self, weights: Weights, padded: tf.Tensor
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Norms, products and probabilities for the predicted classes."""
        predicted = tf.fill((padded.shape[0],), -1)
        norms, products, _, probabilities = self._reading.explain(
            weights, padded, tf.ones(1), predicted
        )
        calibrated_ones = calibrated(probabilities.numpy(), self.temperature)
        return norms.numpy(), products.numpy()[0], calibrated_ones

    def passes(
        self,
        ids: Sequence[Row],
        one_pass: Callable[[Weights, np.ndarray, tf.Tensor], T],
        num_points: int = 1,
    ) -> Iterator[T]:
        """What `one_pass` makes of the weights, the rows of a batch and their padded token ids.

        Each row is looked at in `num_points` places at once.
        """
        weights = [tf.convert_to_tensor(weight) for weight in self.classifier.weights]
        room = _ROWS_OF_ENCODER if self.config.classifier == "encoder" else _ROWS_WITH_POINTS
        rows_at_once = min(BATCH_SIZE, max(1, room // num_points))
        length = length_of(self.classifier)
        batches = by_length([count_of(row, self.vocabulary) for row in ids], rows_at_once)

        def call(batch: np.ndarray) -> Callable[[], T]:
            rows = [ids_of(ids[i], self.vocabulary) for i in batch]
            padded = pad(rows, self.vocabulary.padding, "int32", length)
            return plain_errors()(lambda: one_pass(weights, batch, tf.constant(padded)))

        calls = map(call, batches)
        return ahead(calls) if len(batches) > 1 else (call_batch() for call_batch in calls)

    @cached_property
    def _reading(self) -> Reading:
        return reading(self.classifier, self.options)
