"""Padding counts for nothing, before a text as behind it, and between its tokens."""

from __future__ import annotations

import contextlib

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.classifiers import build_classifier
from rrr.learning.inputs import rows_of
from rrr.learning.layers import LastStep, MaskedConv1D, MaskedRootSum, ReverseTokens
from rrr.learning.model import RightReasonsModel
from rrr.learning.reasons import PENALTIES
from rrr.learning.recurrent import CausalGRU, CausalLSTM, compiled_loops

MASKS = {
    "behind": ["11100", "11111"],
    "before": ["00111", "11111"],
    "around": ["01110", "00010"],
    "between": ["01011", "10100"],
    "only": ["00000", "11000"],
}


def mask_of(name):
    return tf.constant([[mark == "1" for mark in row] for row in MASKS[name]])


def outputs_and_gradients(layer, X, mask):
    """Outputs at real tokens, and the weights' gradients of a loss that holds a gradient."""
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            inner.watch(X)
            outputs = tf.where(mask[..., None], layer(X, mask=mask), 0)
            last = LastStep(dtype="float64")(outputs, mask=mask)
            target = tf.reduce_sum(tf.square(last)) + tf.reduce_sum(outputs**3)
        loss = target + tf.reduce_sum(tf.square(inner.gradient(target, X)))
    return outputs, outer.gradient(loss, layer.trainable_weights)


@pytest.mark.parametrize("where", list(MASKS))
@pytest.mark.parametrize(
    ("lean", "own"), [(CausalLSTM, keras.layers.LSTM), (CausalGRU, keras.layers.GRU)]
)
def test_the_loops_are_keras_own_masked_layers(lean, own, where):
    random = np.random.default_rng(0)
    X = tf.constant(random.normal(size=(2, 5, 3)))
    one = lean(4, dtype="float64")
    other = own(4, return_sequences=True, use_cudnn=False, dtype="float64")
    one(X), other(X)
    weights = [random.normal(size=weight.shape) for weight in other.get_weights()]
    one.set_weights(weights)
    other.set_weights(weights)
    expected, expected_gradients = outputs_and_gradients(other, X, mask_of(where))
    for loops in (compiled_loops(), contextlib.nullcontext()):
        with loops:
            outputs, gradients = outputs_and_gradients(one, X, mask_of(where))
        np.testing.assert_allclose(outputs, expected, rtol=1e-9, atol=1e-12)
        for got, wanted in zip(gradients, expected_gradients, strict=True):
            np.testing.assert_allclose(got, wanted, rtol=1e-8, atol=1e-11)


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("kind", ["lstm", "bilstm", "gru", "cnn", "average"])
def test_losses_and_gradients_are_the_same_wherever_the_padding_is(kind, penalty):
    keras.utils.set_random_seed(0)
    classifier = build_classifier(
        kind, vocabulary_size=9, embedding_size=4, hidden_size=3, num_classes=2
    )
    model = RightReasonsModel(classifier, penalty=penalty)
    found = []
    for before in (0, 2, 5):
        around = ((0, 0), (before, 5 - before))
        x = {
            "token_ids": np.pad([[3, 4, 5, 6]], around),
            "Z": np.pad([[1.0, 0.0, 1.0, 1.0]], around, constant_values=1.0),
        }
        with tf.GradientTape() as tape:
            losses, logits = model._batch_losses(
                rows_of(x, np.array([1])), training=True, look=True
            )
        gradients = tape.gradient(losses["loss"], model.trainable_variables)
        found.append([logits, *losses.values(), *map(tf.convert_to_tensor, gradients)])
    for other in found[1:]:
        for got, wanted in zip(other, found[0], strict=True):
            np.testing.assert_allclose(got, wanted, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("kind", ["lstm", "bilstm", "gru", "cnn", "average"])
def test_words_behind_leading_padding_count(kind):
    keras.utils.set_random_seed(0)
    classifier = build_classifier(
        kind, vocabulary_size=10, embedding_size=4, hidden_size=3, num_classes=2
    )
    model = RightReasonsModel(classifier)
    model.compile(run_eagerly=True)
    ids = np.array([[0, 0, 3, 4, 5], [0, 0, 3, 9, 9], [3, 4, 5, 0, 0]])
    logits = model.predict({"token_ids": ids}, verbose=0)
    assert np.abs(logits[0] - logits[1]).max() > 1e-4
    np.testing.assert_allclose(logits[0], logits[2], atol=1e-6)
    np.testing.assert_allclose(logits, classifier(ids), atol=1e-6)


def test_tokens_are_reversed_among_themselves():
    X = tf.reshape(tf.range(1.0, 11.0), (2, 5, 1))
    expected = {
        "behind": [[3, 2, 1, 4, 5], [10, 9, 8, 7, 6]],
        "before": [[1, 2, 5, 4, 3], [10, 9, 8, 7, 6]],
        "around": [[1, 4, 3, 2, 5], [6, 7, 8, 9, 10]],
        "between": [[1, 5, 3, 4, 2], [8, 7, 6, 9, 10]],
        "only": [[1, 2, 3, 4, 5], [7, 6, 8, 9, 10]],
    }
    for where, rows in expected.items():
        reversed_ = ReverseTokens()(X, mask=mask_of(where))
        np.testing.assert_array_equal(reversed_[..., 0], rows)


def test_the_last_step_is_the_last_real_token():
    X = tf.reshape(tf.range(1.0, 11.0), (2, 5, 1))
    last = {"behind": [3, 10], "before": [5, 10], "around": [4, 9], "only": [0, 7]}
    for where, features in last.items():
        np.testing.assert_array_equal(LastStep()(X, mask=mask_of(where))[:, 0], features)


def test_a_root_sum_is_the_sum_over_the_root_of_how_many_tokens_there_are():
    X = tf.reshape(tf.range(1.0, 11.0), (2, 5, 1))
    expected = {
        "behind": [6 / 3**0.5, 40 / 5**0.5],
        "before": [12 / 3**0.5, 40 / 5**0.5],
        "around": [9 / 3**0.5, 9],
        "between": [11 / 3**0.5, 14 / 2**0.5],
        "only": [0, 13 / 2**0.5],
    }
    for where, sums in expected.items():
        np.testing.assert_allclose(MaskedRootSum()(X, mask=mask_of(where))[:, 0], sums, rtol=1e-6)
    np.testing.assert_allclose(MaskedRootSum()(X)[:, 0], [15 / 5**0.5, 40 / 5**0.5], rtol=1e-6)


@pytest.mark.parametrize("option", [{"padding": "valid"}, {"padding": "same", "strides": 2}])
def test_a_convolution_without_an_output_per_token_is_refused(option):
    with pytest.raises(ConfigError, match="one output per token"):
        MaskedConv1D(3, 3, **option)
