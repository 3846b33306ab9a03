"""From a token's input gradient to the one number by which it is penalised."""

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
