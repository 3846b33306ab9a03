"""Layers that stay exact under padding, on whichever side of a text it lies.

All of them take it from the Keras mask (True = a real token).
"""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.padding import lies_behind, places_of_tokens, taken_from, tokens_so_far

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
    """The features at the last real token (0 where there is none).

    Classifiers of older versions have it.
    """

    def call(self, sequences: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        if mask is None:
            return sequences[:, -1]
        places = tf.range(tf.shape(mask)[1])
        last_place = tf.reduce_max(tf.where(mask, places, -1), axis=-1)  # (batch,)
        features = tf.gather(sequences, tf.maximum(last_place, 0), axis=1, batch_dims=1)
        return tf.where(tf.expand_dims(last_place, -1) >= 0, features, tf.zeros_like(features))


@register
class MaskedMax(_Pooling):
    """Maximum over the real tokens (0 where there is none)."""

    def call(self, sequences: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        if mask is None:
            return tf.reduce_max(sequences, axis=1)
        lowest = tf.cast(sequences.dtype.min, sequences.dtype)
        highest = tf.reduce_max(tf.where(tf.expand_dims(mask, -1), sequences, lowest), axis=1)
        return tf.where(
            tf.reduce_any(mask, axis=-1, keepdims=True), highest, tf.zeros_like(highest)
        )


@register
class MaskedMean(_Pooling):
    """Mean over the real tokens (0 where there is none).

    Classifiers of older versions have it.
    """

    def call(self, sequences: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        if mask is None:
            return tf.reduce_mean(sequences, axis=1)
        weights = tf.expand_dims(tf.cast(mask, sequences.dtype), -1)  # (batch, time, 1)
        count = tf.maximum(tf.reduce_sum(weights, axis=1), 1.0)
        return tf.reduce_sum(sequences * weights, axis=1) / count


@register
class MaskedRootSum(_Pooling):
    """Sum over the real tokens divided by the square root of their number (0 where there is none).

    Of unrelated tokens it is as large for a long text as for a short one; a mean gets smaller.
    """

    def call(self, sequences: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        if mask is None:
            mask = tf.ones(tf.shape(sequences)[:2], tf.bool)
        weights = tf.expand_dims(tf.cast(mask, sequences.dtype), -1)  # (batch, time, 1)
        count = tf.maximum(tf.reduce_sum(weights, axis=1), 1.0)
        return tf.reduce_sum(sequences * weights, axis=1) / tf.sqrt(count)


@register
class MaskedConv1D(keras.layers.Conv1D):
    """Convolution that reads zeros beyond a text's ends, however far the batch is padded.

    Raises:
        ConfigError: if there would not be one output per token, for which the mask stands.
    """

    def __init__(self, *sizes: Any, **options: Any) -> None:
        super().__init__(*sizes, **options)
        self.supports_masking = True
        if self.padding == "valid" or self.strides != (1,) or self.data_format != "channels_last":
            raise ConfigError(
                'MaskedConv1D gives one output per token: padding="same" or "causal", strides=1, '
                f'data_format="channels_last". Received: padding={self.padding!r}, '
                f"strides={self.strides[0]}, data_format={self.data_format!r}. "
                "Take Keras' own layer."
            )

    def call(self, sequences: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        if mask is not None:
            sequences = sequences * tf.expand_dims(tf.cast(mask, sequences.dtype), -1)
        return super().call(sequences)

    def compute_mask(self, _: Any, mask: Any = None) -> Any:
        return mask


@register
class ReverseTokens(keras.layers.Layer):
    """Reverses the real tokens and leaves the padding where it is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.supports_masking = True

    def call(self, sequences: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        if mask is None:
            return tf.reverse(sequences, axis=[1])
        return tf.cond(
            lies_behind(mask),
            lambda: tf.reverse_sequence(sequences, tokens_so_far(mask)[:, -1], seq_axis=1),
            lambda: taken_from(sequences, _reversed_places(mask)),
        )


def _reversed_places(mask: tf.Tensor) -> tf.Tensor:
    """For each place `(batch, time)` the one of the token that comes there; padding stays."""
    number = tokens_so_far(mask)  # 1, 2, … at real tokens
    from_behind = tf.maximum(number[:, -1:] - number, 0)
    reversed_ = tf.gather(places_of_tokens(mask), from_behind, axis=1, batch_dims=1)
    return tf.where(mask, reversed_, tf.range(tf.shape(mask)[1]))
