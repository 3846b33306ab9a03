"""Layers that stay exact under padding.

All of them expect padding on the right and take it from the Keras mask (True = a real token).
"""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

register = keras.saving.register_keras_serializable("rrr")


class _Pooling(keras.layers.Layer):
    """Reduces `(batch, time, features)` to `(batch, features)` over the real tokens."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.supports_masking = True

    def compute_mask(self, _: Any, mask: Any = None) -> None:
        return None

    def compute_output_shape(self, shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return (shape[0], shape[-1])


@register
class LastStep(_Pooling):
    """The features at the last real token (at position 0 where there is none)."""

    def call(self, sequences: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        if mask is None:
            return sequences[:, -1]
        lengths = tf.reduce_sum(tf.cast(mask, tf.int32), axis=-1)  # (batch,)
        return tf.gather(sequences, tf.maximum(lengths - 1, 0), axis=1, batch_dims=1)


@register
class MaskedMax(_Pooling):
    """Maximum over the real tokens (0 where there is none)."""

    def call(self, sequences: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        if mask is None:
            return tf.reduce_max(sequences, axis=1)
        lowest = tf.cast(sequences.dtype.min, sequences.dtype)
        highest = tf.reduce_max(tf.where(mask[..., None], sequences, lowest), axis=1)
        return tf.where(tf.reduce_any(mask, axis=-1)[:, None], highest, tf.zeros_like(highest))


@register
class MaskedMean(_Pooling):
    """Mean over the real tokens (0 where there is none)."""

    def call(self, sequences: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        if mask is None:
            return tf.reduce_mean(sequences, axis=1)
        weights = tf.cast(mask, sequences.dtype)[..., None]  # (batch, time, 1)
        count = tf.maximum(tf.reduce_sum(weights, axis=1), 1.0)
        return tf.reduce_sum(sequences * weights, axis=1) / count


@register
class MaskedConv1D(keras.layers.Conv1D):
    """Convolution that reads zeros beyond a text's end, however far the batch is padded."""

    def __init__(self, *sizes: Any, **options: Any) -> None:
        super().__init__(*sizes, **options)
        self.supports_masking = True

    def call(self, sequences: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        if mask is not None:
            sequences = sequences * tf.cast(mask, sequences.dtype)[..., None]
        return super().call(sequences)

    def compute_mask(self, _: Any, mask: Any = None) -> Any:
        return mask


@register
class ReverseTokens(keras.layers.Layer):
    """Reverses the real tokens and leaves the padding where it is, on the right."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.supports_masking = True

    def call(self, sequences: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        if mask is None:
            return tf.reverse(sequences, axis=[1])
        lengths = tf.reduce_sum(tf.cast(mask, tf.int32), axis=-1)
        return tf.reverse_sequence(sequences, lengths, seq_axis=1)
