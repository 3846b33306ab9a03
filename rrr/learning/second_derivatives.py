"""Functions of TensorFlow whose second derivatives are wrong or missing, defined anew.

`tf.nn.moments` stops the gradient of the mean inside the variance. That changes no first
derivative, since the one by the mean is 0 there, but every second one through the layers that
normalise: LayerNormalization, BatchNormalization, GroupNormalization. `tf.nn.softsign` has no
second derivative.

With these the gradient of every penalty equals finite differences. Two of Keras' layers take
numbers for constants that are none, in the first derivative too, and their gradients are right only
in that sense: SpectralNormalization and BatchNormalization(renorm=True).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import tensorflow as tf


@contextmanager
def exact_second_derivatives() -> Iterator[None]:
    """Take these functions by their definitions while layers are called or traced here.

    Only one caller at a time may be inside.
    """
    before = {name: getattr(tf.nn, name) for name in _DEFINITIONS}
    for name, definition in _DEFINITIONS.items():
        setattr(tf.nn, name, definition)
    try:
        yield
    finally:
        for name, function in before.items():
            setattr(tf.nn, name, function)


def _moments(
    x: tf.Tensor, axes: Any, shift: Any = None, keepdims: bool = False, name: str | None = None
) -> tuple[tf.Tensor, tf.Tensor]:
    del shift
    with tf.name_scope(name or "moments"):
        x = tf.convert_to_tensor(x)
        wide = tf.cast(x, tf.float32) if x.dtype == tf.float16 else x
        mean = tf.reduce_mean(wide, axes, keepdims=True)
        variance = tf.reduce_mean(tf.square(wide - mean), axes, keepdims=True)
        if not keepdims:
            mean, variance = tf.squeeze(mean, axes), tf.squeeze(variance, axes)
        return tf.cast(mean, x.dtype), tf.cast(variance, x.dtype)


def _softsign(features: tf.Tensor, name: str | None = None) -> tf.Tensor:
    return tf.divide(features, 1 + tf.abs(features), name)


_DEFINITIONS = {"moments": _moments, "softsign": _softsign}
