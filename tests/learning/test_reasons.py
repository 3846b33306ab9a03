"""The two penalties beside the input gradient, on a model whose answer is known by hand."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.classifiers import build_classifier
from rrr.learning.inputs import rows_of
from rrr.learning.model import RightReasonsModel


def linear(penalty):
    """Log-odds of class 1 over class 0 = mean over time of the first embedding dimension."""
    dense = keras.layers.Dense(2, use_bias=False)
    classifier = keras.Sequential(
        [keras.Input((None, 2)), keras.layers.GlobalAveragePooling1D(), dense]
    )
    dense.set_weights([np.array([[-0.5, 0.5], [0.0, 0.0]], "float32")])
    model = RightReasonsModel(classifier, reason_weight=1.0, penalty=penalty)
    model.compile(run_eagerly=True)
    return model


X = np.array([[[8.0, 1.0], [-2.0, 5.0]], [[4.0, 0.0], [6.0, 0.0]]], "float32")


def saliency(penalty, Z):
    x = {"X": X, "Z": np.array(Z, "float32")}
    model = linear(penalty)
    return model.evaluate(x, np.array([1, 1]), verbose=0, return_dict=True)["saliency_loss"]


@pytest.mark.parametrize("penalty", ["integrated_gradients", "blanking"])
def test_of_a_linear_model_it_is_the_marked_tokens_contribution_squared(penalty):
    # One marked token each, contributing 8/2 and 6/2 to the log-odds.
    assert saliency(penalty, [[0, 1], [1, 0]]) == pytest.approx((4**2 + 3**2) / 2)


def test_integrated_gradients_count_each_marked_token_by_itself():
    assert saliency("integrated_gradients", [[0, 0], [1, 1]]) == pytest.approx((4**2 + 1**2) / 2)


def test_blanking_counts_the_marked_tokens_together():
    assert saliency("blanking", [[0, 0], [1, 1]]) == pytest.approx((4 - 1) ** 2 / 2)


@pytest.mark.parametrize("penalty", ["integrated_gradients", "blanking"])
def test_nothing_marked_is_no_penalty(penalty):
    assert saliency(penalty, [[1, 1], [1, 1]]) == 0


def test_graded_marks_blank_in_proportion():
    assert saliency("blanking", [[0.5, 1], [1, 1]]) == pytest.approx(2**2 / 2)


def test_integrated_gradients_sum_up_to_the_change_by_blanking():
    """Completeness (Sundararajan et al., 2017): the attributions add up to the difference."""
    keras.utils.set_random_seed(0)
    classifier = build_classifier(
        "lstm", vocabulary_size=9, embedding_size=3, hidden_size=4, num_classes=2
    )
    x = {"token_ids": np.array([[2, 5, 3, 7]], "int32"), "Z": np.ones((1, 4), "float32")}
    x["Z"][0, 2] = 0  # a single marked token, so both penalties are the square of one number
    found = []
    for penalty in ("integrated_gradients", "blanking"):
        model = RightReasonsModel(classifier, penalty=penalty)
        losses, _ = model._batch_losses(rows_of(x, np.array([1])), training=False, look=True)
        found.append(float(losses["saliency_loss"]))
    assert found[0] == pytest.approx(found[1], rel=0.02)
    assert found[0] > 0


@pytest.mark.parametrize("penalty", ["integrated_gradients", "blanking"])
def test_its_gradient_matches_finite_differences(penalty):
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    try:
        keras.utils.set_random_seed(1)
        classifier = build_classifier(
            "cnn", vocabulary_size=9, embedding_size=3, hidden_size=4, num_classes=3
        )
        model = RightReasonsModel(classifier, penalty=penalty)
        x = {"token_ids": np.array([[2, 5, 3, 7], [4, 1, 0, 0]], "int32"), "Z": np.ones((2, 4))}
        x["Z"][0, 1:3] = x["Z"][1, 0] = 0

        def value():
            losses, _ = model._batch_losses(rows_of(x, np.array([1, 2])), training=True, look=True)
            return losses["saliency_loss"]

        with tf.GradientTape() as tape:
            loss = value()
        (gradient,) = tape.gradient(loss, [classifier.trainable_variables[1]])
        weight = classifier.trainable_variables[1]
        direction = np.random.default_rng(0).normal(size=weight.shape)
        before, ends = weight.numpy(), []
        for step in (1e-5, -1e-5):
            weight.assign(before + step * direction)
            ends.append(float(value()))
        numeric = (ends[0] - ends[1]) / 2e-5
        assert float(tf.reduce_sum(gradient * direction)) == pytest.approx(numeric, rel=1e-4)
    finally:
        keras.config.set_floatx("float32")
        keras.config.set_dtype_policy("float32")


def test_an_unknown_penalty_is_refused():
    with pytest.raises(ConfigError, match="penalty must be one of input_gradient"):
        linear("attention")


def test_blanking_runs_only_marked_rows_a_second_time():
    """Rows come out in their order, each with its own penalty, as if each were alone."""
    rows = [[1, 1], [0, 1], [1, 1], [1, 0]]
    x = {"X": np.concatenate([X, X + 1]), "Z": np.array(rows, "float32")}
    model = linear("blanking")
    given = rows_of(x, np.array([1, 0, 1, 0]))
    logits, penalties = model._reasons.look(given, training=False)
    np.testing.assert_allclose(penalties, [0, (4 / 2) ** 2, 0, (7 / 2) ** 2])
    np.testing.assert_allclose(logits, model.classifier(x["X"]), rtol=1e-6)
