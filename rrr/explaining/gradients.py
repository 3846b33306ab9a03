"""Input gradients of a trained classifier along the straight path from no embedding to its own.

One compiled graph serves every saliency method that reads gradients: at the end of the path they
are the input gradients, at points before it what integrated gradients add up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from rrr.learning.batches import by_length, pad
from rrr.learning.halves import ClassifierHalves
from rrr.learning.targets import margin_of
from rrr.learning.trained import TrainedClassifier
from rrr.text import PADDING_ID

_BATCH_SIZE = 128
_KEPT = 4
"""Classifiers whose graph is kept; compiling one takes a second or two."""


def gradient_products(
    trained: TrainedClassifier, ids: Sequence[Sequence[int]], points: Sequence[float]
) -> tuple[list[np.ndarray], np.ndarray]:
    """Mean over `points` of Σ_e x[t,e] · g[t,e], one array a row, and the probabilities.

    x are the embeddings and g the gradient, taken at `point · x`, of the logit margin of the class
    that is predicted for x itself.

    Args:
        trained: the model.
        ids: token ids of each text, no row empty.
        points: where to look, in (0, 1]; 1 is the text itself.
    """
    products: list[np.ndarray] = [np.empty(0)] * len(ids)
    probabilities = np.zeros((len(ids), len(trained.labels)), "float32")
    graph = _graph(trained.classifier)
    for batch in by_length([len(row) for row in ids], _BATCH_SIZE):
        rows = [ids[i] for i in batch]
        probabilities[batch] = trained.probabilities_of_ids(rows)
        predicted = tf.constant(probabilities[batch].argmax(axis=1).astype("int32"))
        padded = tf.constant(pad(rows, PADDING_ID, "int32"))
        found = [graph(padded, predicted, tf.constant(point, tf.float32)) for point in points]
        mean = np.mean([each.numpy() for each in found], axis=0)  # (batch, time)
        for i, row in zip(batch, mean, strict=True):
            products[i] = row[: len(ids[i])]
    return products, probabilities


@lru_cache(maxsize=_KEPT)
def _graph(classifier: keras.Model) -> Callable[..., Any]:
    halves = ClassifierHalves(classifier)
    signature = [
        tf.TensorSpec((None, None), tf.int32),
        tf.TensorSpec((None,), tf.int32),
        tf.TensorSpec((), tf.float32),
    ]

    @tf.function(input_signature=signature)
    def products(token_ids: tf.Tensor, predicted: tf.Tensor, point: tf.Tensor) -> tf.Tensor:
        embeddings = halves.embed(token_ids)  # (batch, time, embedding)
        there = embeddings * tf.cast(point, embeddings.dtype)
        with tf.GradientTape() as tape:
            tape.watch(there)
            margin = margin_of(halves.logits(there, token_ids), predicted)  # (batch,)
        return tf.reduce_sum(embeddings * tape.gradient(margin, there), axis=-1)

    return products
