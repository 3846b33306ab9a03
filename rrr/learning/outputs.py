"""A classifier's outputs as answers to questions, the form that targets and penalties work on.

Exclusive classes are the answers to one question. Each sigmoid is a question of its own, with the
answers no and yes: the logit of yes is its log-odds, that of no is 0.
"""

from __future__ import annotations

import tensorflow as tf


def answers_of(logits: tf.Tensor, yes_or_no: bool) -> tf.Tensor:
    """Logits `(batch, questions, answers)` from logits `(batch, outputs)`.

    Args:
        logits: the classifier's.
        yes_or_no: whether each output is a sigmoid's.
    """
    if yes_or_no:
        return tf.stack([tf.zeros_like(logits), logits], axis=-1)
    return logits[:, None, :]


def true_answers(labels: tf.Tensor, yes_or_no: bool) -> tf.Tensor:
    """Labels `(batch, questions, answers)` from labels `(batch, outputs)`, numbers from 0 to 1."""
    if yes_or_no:
        return tf.stack([1 - labels, labels], axis=-1)
    return labels[:, None, :]


def probabilities_of(logits: tf.Tensor, yes_or_no: bool) -> tf.Tensor:
    """Probabilities `(batch, outputs)` from logits `(batch, outputs)`."""
    return tf.sigmoid(logits) if yes_or_no else tf.nn.softmax(logits)
