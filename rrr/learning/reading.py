"""What reading texts with a trained classifier compiles to, shared by all of the same shape.

The weights are arguments of the compiled functions, so that a model that has just been trained, or
loaded, answers at once instead of being compiled first.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import keras
import tensorflow as tf

from rrr.learning.halves import ClassifierHalves
from rrr.learning.targets import logit_margin, margin_of

Weights = Sequence[tf.Tensor]


@dataclass(frozen=True)
class Reading:
    """Compiled functions of a classifier's weights, in Keras' order, and of token ids
    `(batch, time)`, padded on the right.

    Args:
        predict: gives probabilities `(batch, classes)`.
        explain: gives two numbers per token, `(batch, time)` each, and the probabilities. With x
            the token's embedding and g the gradient of the predicted class's logit margin by it,
            they are the Euclidean norm of g, and Σ_e x[e] · g[e].
        attribute: also takes the number of a class per row, `(batch,)`, and points in (0, 1],
            `(points,)`. Gives Σ_e x[t,e] · g[t,e] per token, `(batch, time)`, averaged over the
            points: x are the embeddings, g the gradient at `point · x` of that class's margin.
    """

    predict: Callable[[Weights, tf.Tensor], tf.Tensor]
    explain: Callable[[Weights, tf.Tensor], tuple[tf.Tensor, tf.Tensor, tf.Tensor]]
    attribute: Callable[[Weights, tf.Tensor, tf.Tensor, tf.Tensor], tf.Tensor]


_KEPT = 8
_readings: OrderedDict[str, Reading] = OrderedDict()
_lock = threading.Lock()


def reading(classifier: keras.Model) -> Reading:
    """The functions for this classifier and all others of its architecture."""
    key = _architecture(classifier)
    with _lock:
        if key not in _readings:
            # Of a copy: the functions outlive the classifier, its weights need not.
            _readings[key] = _compiled(keras.models.clone_model(classifier))
            while len(_readings) > _KEPT:
                _readings.popitem(last=False)
        _readings.move_to_end(key)
        return _readings[key]


def _architecture(classifier: keras.Model) -> str:
    """Everything about a model but its weights and the names of its layers, which are arbitrary."""
    text = json.dumps(keras.saving.serialize_keras_object(classifier), sort_keys=True)
    names = dict.fromkeys(re.findall(r'"name": ("[^"]+")', text))
    for number, name in enumerate(names):
        text = text.replace(name, f'"layer {number}"')
    return text


def _compiled(template: keras.Model) -> Reading:
    halves = ClassifierHalves(template)
    # One graph for every batch size and length.
    signature = [
        [tf.TensorSpec(weight.shape, weight.dtype) for weight in template.weights],
        tf.TensorSpec((None, None), tf.int32),
    ]

    def with_weights(weights: Weights) -> keras.StatelessScope:
        pairs = zip(template.weights, weights, strict=True)
        return keras.StatelessScope(state_mapping=list(pairs))

    @tf.function(input_signature=signature)
    def predict(weights: Weights, token_ids: tf.Tensor) -> tf.Tensor:
        with with_weights(weights):
            return tf.nn.softmax(halves.logits(halves.embed(token_ids), token_ids))

    @tf.function(input_signature=signature)
    def explain(weights: Weights, token_ids: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        with with_weights(weights):
            embeddings = halves.embed(token_ids)  # (batch, time, embedding)
            with tf.GradientTape() as tape:
                tape.watch(embeddings)
                logits = halves.logits(embeddings, token_ids)
                margin = logit_margin(logits, logits)  # (batch,)
            gradient = tape.gradient(margin, embeddings)
        products = tf.reduce_sum(embeddings * gradient, axis=-1)
        return tf.norm(gradient, axis=-1), products, tf.nn.softmax(logits)

    @tf.function(
        input_signature=[
            *signature,
            tf.TensorSpec((None,), tf.int32),
            tf.TensorSpec((None,), tf.float32),
        ]
    )
    def attribute(
        weights: Weights, token_ids: tf.Tensor, chosen: tf.Tensor, points: tf.Tensor
    ) -> tf.Tensor:
        with with_weights(weights):
            embeddings = halves.embed(token_ids)  # (batch, time, embedding)
            number, (rows, time) = tf.size(points), tf.unstack(tf.shape(token_ids))
            # All points of a row side by side: one pass instead of one a point.
            there = points[:, None, None, None] * embeddings[None]
            there = tf.reshape(there, (number * rows, time, embeddings.shape[-1]))
            ids, classes = tf.tile(token_ids, (number, 1)), tf.tile(chosen, (number,))
            with tf.GradientTape() as tape:
                tape.watch(there)
                margin = margin_of(halves.logits(there, ids), classes)  # (points · batch,)
            gradient = tape.gradient(margin, there)
        gradient = tf.reshape(gradient, (number, rows, time, embeddings.shape[-1]))
        return tf.reduce_sum(embeddings * tf.reduce_mean(gradient, axis=0), axis=-1)

    return Reading(predict, explain, attribute)
