"""The scalar per question whose gradient with respect to the embeddings is the explanation.

A sentence asks one question, which class it is of, or, of a classifier that ends in several
sigmoids, one question per label, each with two answers; see `rrr.learning.outputs`.

For two classes with log-odds z and g = ∂z/∂X, the gradients are: `max_log_prob` (1 − p) g, which
vanishes as the model grows confident; `sum_log_probs` (1 − 2p) g, which vanishes where it is
undecided; `true_log_prob` (1 − p_true) g, which vanishes where it is right; `logit_margin` g.
"""

from __future__ import annotations

from collections.abc import Callable

import tensorflow as tf

from rrr.errors import ConfigError


def max_log_prob(logits: tf.Tensor, one_hot: tf.Tensor) -> tf.Tensor:
    """Log-probability of the predicted class, per question; the formula this project began with."""
    del one_hot
    return tf.reduce_max(tf.nn.log_softmax(logits), axis=-1)


def sum_log_probs(logits: tf.Tensor, one_hot: tf.Tensor) -> tf.Tensor:
    """Σ over classes of log p (Ross, Hughes & Doshi-Velez, IJCAI 2017)."""
    del one_hot
    return tf.reduce_sum(tf.nn.log_softmax(logits), axis=-1)


def true_log_prob(logits: tf.Tensor, one_hot: tf.Tensor) -> tf.Tensor:
    """Log-probability of the true class."""
    return tf.reduce_sum(one_hot * tf.nn.log_softmax(logits), axis=-1)


def logit_margin(logits: tf.Tensor, one_hot: tf.Tensor) -> tf.Tensor:
    """Logit of the predicted class minus log-sum-exp of the others; the log-odds of two classes."""
    del one_hot
    return margin_of(logits, tf.argmax(logits, axis=-1))


def margin_of(logits: tf.Tensor, chosen: tf.Tensor) -> tf.Tensor:
    """Logit of a chosen class, its number given per row, minus log-sum-exp of the others."""
    num_classes = tf.shape(logits)[-1]
    is_chosen = tf.one_hot(chosen, num_classes, on_value=True, off_value=False, dtype=tf.bool)
    lowest = logits.dtype.min / 2  # finite: −∞ would make 0 · ∞ in the second derivative
    other_logits = tf.where(is_chosen, lowest, logits)
    of_chosen = tf.gather(logits, chosen, batch_dims=chosen.shape.rank)
    return of_chosen - tf.reduce_logsumexp(other_logits, axis=-1)


TARGETS: dict[str, Callable[[tf.Tensor, tf.Tensor], tf.Tensor]] = {
    "max_log_prob": max_log_prob,
    "sum_log_probs": sum_log_probs,
    "true_log_prob": true_log_prob,
    "logit_margin": logit_margin,
}
"""Name -> function of logits `(…, answers)` and one-hot labels, giving `(…,)`."""


def target_named(name: str) -> Callable[[tf.Tensor, tf.Tensor], tf.Tensor]:
    """Look a target up.

    Raises:
        ConfigError: if there is none of this name.
    """
    if name not in TARGETS:
        raise ConfigError(f"target must be one of {', '.join(TARGETS)}. Received: {name!r}.")
    return TARGETS[name]
