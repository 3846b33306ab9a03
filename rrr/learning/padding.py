"""Where a text's own tokens lie in a padded batch. Padding may lie before them, behind or between.

A padding mask is `(batch, time)`, True = a real token, as Keras hands it from layer to layer.
"""

from __future__ import annotations

import tensorflow as tf


def lies_behind(mask: tf.Tensor) -> tf.Tensor:
    """Whether all padding of a batch lies behind the texts, a scalar."""
    return tf.reduce_all(mask[:, :-1] | ~mask[:, 1:])


def places_of_tokens(mask: tf.Tensor) -> tf.Tensor:
    """Places `(batch, time)` of the real tokens, then of the padding, each in their order."""
    return tf.argsort(tf.cast(~mask, tf.int32), axis=-1, stable=True)


def tokens_so_far(mask: tf.Tensor) -> tf.Tensor:
    """How many real tokens there are up to each place, itself included `(batch, time)`."""
    return tf.cumsum(tf.cast(mask, tf.int32), axis=-1)


def taken_from(sequences: tf.Tensor, places: tf.Tensor) -> tf.Tensor:
    """The features `(batch, time, features)` at other places `(batch, time)` of the same text."""
    return tf.gather(sequences, places, axis=1, batch_dims=1)


def tokens_in_front(sequences: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
    """The sequences `(batch, time, features)` with all padding moved behind the real tokens."""
    return tf.cond(
        lies_behind(mask),
        lambda: sequences,
        lambda: taken_from(sequences, places_of_tokens(mask)),
    )


def put_back(outputs: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
    """Outputs for `tokens_in_front` at the places where the tokens were.

    Elsewhere they mean nothing.
    """
    return tf.cond(
        lies_behind(mask),
        lambda: outputs,
        lambda: taken_from(outputs, tf.maximum(tokens_so_far(mask) - 1, 0)),
    )
