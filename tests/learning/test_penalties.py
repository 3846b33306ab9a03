"""The penalty's arithmetic, by hand."""

import numpy as np
import pytest
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.penalties import token_penalty_named
from rrr.learning.targets import TARGETS, target_named

# Two sentences of two tokens, embeddings of two numbers.
GRADIENTS = tf.constant([[[1.0, 2.0], [3.0, -3.0]], [[0.0, 1.0], [2.0, 2.0]]])
LOGITS = tf.constant([[2.0, 0.0, -1.0], [0.5, 0.5, 1.0]])
ONE_HOT = tf.constant([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


def test_sum_then_square_lets_embedding_dimensions_cancel():
    assert token_penalty_named("sum_then_square")(GRADIENTS).numpy().tolist() == [[9, 0], [1, 16]]


def test_sum_of_squares_does_not():
    assert token_penalty_named("sum_of_squares")(GRADIENTS).numpy().tolist() == [[5, 18], [1, 8]]


def _softmax(row):
    exponentials = np.exp(row)
    return exponentials / exponentials.sum()


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("max_log_prob", lambda p, true: np.log(p.max())),
        ("sum_log_probs", lambda p, true: np.log(p).sum()),
        ("true_log_prob", lambda p, true: np.log(p[true])),
        ("logit_margin", lambda p, true: np.log(p.max() / (1 - p.max()))),
    ],
)
def test_targets_are_one_number_per_sentence_as_worked_by_hand(name, by_hand):
    expected = [
        by_hand(_softmax(row), true.argmax())
        for row, true in zip(LOGITS.numpy(), ONE_HOT.numpy(), strict=True)
    ]
    np.testing.assert_allclose(target_named(name)(LOGITS, ONE_HOT), expected, rtol=1e-5)


def test_logit_margin_of_two_classes_is_the_log_odds():
    margin = target_named("logit_margin")(tf.constant([[3.0, 1.0]]), tf.constant([[0.0, 1.0]]))
    assert float(margin[0]) == 2.0


def test_logit_margin_keeps_its_gradient_where_probabilities_are_saturated():
    logits = tf.constant([[60.0, -60.0]])
    gradients = {}
    for name, target in TARGETS.items():
        with tf.GradientTape() as tape:
            tape.watch(logits)
            value = target(logits, tf.constant([[1.0, 0.0]]))
        gradients[name] = float(tf.norm(tape.gradient(value, logits)))
    assert gradients["max_log_prob"] == gradients["true_log_prob"] == 0
    assert gradients["logit_margin"] == pytest.approx(2**0.5)


@pytest.mark.parametrize("lookup", [target_named, token_penalty_named])
def test_an_unknown_name_is_refused_with_the_names_there_are(lookup):
    with pytest.raises(ConfigError, match=r"must be one of .*Received: 'nothing'"):
        lookup("nothing")
