"""The lean recurrences are Keras' own, to rounding, up to the second derivative."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.recurrent import CausalGRU, CausalLSTM

PAIRS = [(CausalLSTM, keras.layers.LSTM), (CausalGRU, keras.layers.GRU)]


def penalised(layer: keras.Layer, X: tf.Tensor) -> tuple[tf.Tensor, list[tf.Tensor]]:
    """Outputs, and the weights' gradients of a loss that holds a gradient."""
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            inner.watch(X)
            outputs = layer(X)
            target = tf.reduce_sum(tf.square(outputs[:, -1]))
        loss = target + tf.reduce_sum(tf.square(inner.gradient(target, X)))
    return outputs, outer.gradient(loss, layer.trainable_weights)


@pytest.mark.parametrize(("lean", "own"), PAIRS)
def test_outputs_and_second_derivatives_are_those_of_keras_own_layer(lean, own) -> None:
    X = tf.constant(np.random.default_rng(0).normal(size=(3, 7, 5)).astype("float64"))
    one = lean(4, dtype="float64")
    other = own(4, return_sequences=True, use_cudnn=False, dtype="float64")
    one(X), other(X)
    random = np.random.default_rng(1)
    weights = [random.normal(size=weight.shape) for weight in other.get_weights()]
    one.set_weights(weights)
    other.set_weights(weights)
    outputs, gradients = penalised(one, X)
    expected, expected_gradients = penalised(other, X)
    np.testing.assert_allclose(outputs, expected, rtol=1e-9)
    for got, wanted in zip(gradients, expected_gradients, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("lean", [CausalLSTM, CausalGRU])
def test_a_copy_from_its_config_computes_the_same(lean) -> None:
    X = tf.random.stateless_normal((2, 3, 4), seed=(0, 0))
    layer = lean(5)
    expected = layer(X)
    copy = lean.from_config(layer.get_config())
    copy(X)
    copy.set_weights(layer.get_weights())
    np.testing.assert_array_equal(copy(X), expected)


@pytest.mark.parametrize("option", [{"dropout": 0.5}, {"go_backwards": True}, {"stateful": True}])
def test_what_the_loop_leaves_out_is_refused(option) -> None:
    with pytest.raises(ConfigError, match=next(iter(option))):
        CausalLSTM(3, **option)
