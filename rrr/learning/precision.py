"""Half precision is for the layers; losses and penalties are reckoned in 32 bits or more."""

from __future__ import annotations

import tensorflow as tf


def full_precision(values: tf.Tensor) -> tf.Tensor:
    """The same in float32 if it was in 16 bits, whose squares vanish below 6e-8; else as it is."""
    return tf.cast(values, tf.float32) if values.dtype.size < 4 else values
