"""What reading texts with a trained classifier compiles to, shared by all of the same shape.

The weights are arguments of the compiled functions, so that a model that has just been trained, or
loaded, answers at once instead of being compiled first.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import tensorflow as tf

from rrr.last_used import LastUsed
from rrr.learning.architecture import architecture, can_be_copied, copy_of
from rrr.learning.halves import ClassifierHalves
from rrr.learning.targets import margin_of

Weights = Sequence[tf.Tensor]


@dataclass(frozen=True)
class Reading:
    """Compiled functions of a classifier's weights, in Keras' order, and of token ids
    `(batch, time)`, padded on the right.

    Args:
        predict: gives probabilities `(batch, classes)`.
        explain: also takes points, `(points,)`, and the number of a class per row, `(batch,)`, or
            -1 for the one it predicts at the point. With x a token's embedding, and g the gradient
            by it of that class's logit margin at `point · x`, it gives the Euclidean norm of g's
            mean over the points, `(batch, time)`; Σ_e x[e] · g[e] at each, `(points, batch, time)`;
            the margins, `(points, batch)`; and the probabilities at the last point.
    """

    predict: Callable[[Weights, tf.Tensor], tf.Tensor]
    explain: Callable[
        [Weights, tf.Tensor, tf.Tensor, tf.Tensor],
        tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
    ]


_readings: LastUsed[Hashable, Reading] = LastUsed(8)


def reading(classifier: keras.Model, options: Mapping[str, Any] | None = None) -> Reading:
    """The functions for this classifier and all others of its architecture.

    Args:
        classifier: from token ids.
        options: what `ClassifierHalves` has to be told of it, by name.
    """
    options = options or {}
    if not can_be_copied(classifier):
        return _compiled(classifier, options)
    # Of a copy: the functions outlive the classifier, its weights need not.
    key = architecture(classifier), tuple(sorted(options.items()))
    return _readings.get_or_make(key, lambda: _compiled(copy_of(classifier), options))


def length_of(classifier: keras.Model) -> int | None:
    """How many token ids the classifier reads of each text; None: any number."""
    inputs = getattr(classifier, "inputs", None)
    length: int | None = inputs[0].shape[1] if inputs else None
    return length


def _compiled(template: keras.Model, options: Mapping[str, Any]) -> Reading:
    halves, length = ClassifierHalves(template, **options), length_of(template)
    # One graph for every batch size and length.
    signature = [
        [tf.TensorSpec(weight.shape, weight.dtype) for weight in template.weights],
        tf.TensorSpec((None, length), tf.int32),
    ]

    def logits_of(embeddings: tf.Tensor, token_ids: tf.Tensor) -> tf.Tensor:
        """Of every class, a single sigmoid being yes rather than no."""
        logits = halves.logits(embeddings, token_ids)
        return tf.concat([tf.zeros_like(logits), logits], 1) if logits.shape[-1] == 1 else logits

    def with_weights(weights: Weights) -> keras.StatelessScope:
        pairs = zip(template.weights, weights, strict=True)
        return keras.StatelessScope(state_mapping=list(pairs))

    # AutoGraph has nothing to rewrite here, and would leave a file for each function it reads.
    @tf.function(input_signature=signature, autograph=False)
    def predict(weights: Weights, token_ids: tf.Tensor) -> tf.Tensor:
        with with_weights(weights):
            return tf.nn.softmax(logits_of(halves.embed(token_ids), token_ids))

    # One function for single gradients and for paths: compiling takes as long as using it often.
    @tf.function(
        input_signature=[
            *signature,
            tf.TensorSpec((None,), tf.float32),
            tf.TensorSpec((None,), tf.int32),
        ],
        autograph=False,
    )
    def explain(
        weights: Weights, token_ids: tf.Tensor, points: tf.Tensor, chosen: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]:
        with with_weights(weights):
            embeddings = halves.embed(token_ids)  # (batch, time, embedding)
            number, (rows, time) = tf.size(points), tf.unstack(tf.shape(token_ids))
            # All points of a row side by side: one pass instead of one a point.
            on_path = tf.cast(points, embeddings.dtype)[:, None, None, None] * embeddings[None]
            on_path = tf.reshape(on_path, (number * rows, time, embeddings.shape[-1]))
            on_path = tf.ensure_shape(on_path, (None, length, embeddings.shape[-1]))
            ids, classes = tf.tile(token_ids, (number, 1)), tf.tile(chosen, (number,))
            with tf.GradientTape() as tape:
                tape.watch(on_path)
                logits = logits_of(on_path, ids)
                predicted = tf.argmax(logits, axis=-1, output_type=tf.int32)
                margin = margin_of(logits, tf.where(classes < 0, predicted, classes))
            gradient = tape.gradient(margin, on_path)  # (points · batch, time, embedding)
        gradient = tf.reshape(gradient, (number, rows, time, embeddings.shape[-1]))
        products = tf.reduce_sum(embeddings[None] * gradient, axis=-1)
        norms = tf.norm(tf.reduce_mean(gradient, axis=0), axis=-1)
        margins = tf.reshape(margin, (number, rows))
        return norms, products, margins, tf.nn.softmax(logits[-rows:])

    return Reading(predict, explain)
