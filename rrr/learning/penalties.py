"""From input gradients and the relevance mask to the saliency loss (design: λ · this is added)."""

from __future__ import annotations

from collections.abc import Callable

import tensorflow as tf

from rrr.errors import ConfigError


def sum_then_square(gradients: tf.Tensor) -> tf.Tensor:
    """(Σ_e g)² per token: the starting formula. Embedding dimensions can cancel each other."""
    return tf.square(tf.reduce_sum(gradients, axis=-1))


def sum_of_squares(gradients: tf.Tensor) -> tf.Tensor:
    """Σ_e g² per token: the squared gradient norm (Ross, Hughes & Doshi-Velez, IJCAI 2017)."""
    return tf.reduce_sum(tf.square(gradients), axis=-1)


TOKEN_PENALTIES: dict[str, Callable[[tf.Tensor], tf.Tensor]] = {
    "sum_then_square": sum_then_square,
    "sum_of_squares": sum_of_squares,
}
"""Name -> function of gradients `(batch, time, embedding)`, giving `(batch, time)`, at least 0."""


def token_penalty_named(name: str) -> Callable[[tf.Tensor], tf.Tensor]:
    """Look a token penalty up.

    Raises:
        ConfigError: if there is none of this name.
    """
    if name not in TOKEN_PENALTIES:
        raise ConfigError(
            f"token_penalty must be one of {', '.join(TOKEN_PENALTIES)}. Received: {name!r}."
        )
    return TOKEN_PENALTIES[name]


def saliency_loss(token_penalties: tf.Tensor, relevance_mask: tf.Tensor) -> tf.Tensor:
    """Mean over the batch of Σ_t (1 − Z) · s, the penalty on tokens marked irrelevant.

    Args:
        token_penalties: s, `(batch, time)`, at least 0.
        relevance_mask: Z, `(batch, time)` in [0, 1]; 1 = may be used, 0 = marked irrelevant.
            Padding and unreviewed sentences are all 1 and so add nothing.

    Returns:
        Scalar, at least 0; 0 when nothing is marked.
    """
    return tf.reduce_mean(tf.reduce_sum((1.0 - relevance_mask) * token_penalties, axis=-1))
