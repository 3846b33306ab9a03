"""The compiled recurrences are Keras' own, to rounding, up to the second derivative."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning import loops
from rrr.learning.recurrent import CausalGRU, CausalLSTM, compiled_loops

PAIRS = [(CausalLSTM, keras.layers.LSTM), (CausalGRU, keras.layers.GRU)]


@pytest.fixture(autouse=True)
def _compiled():
    with compiled_loops():
        yield


def test_many_rows_are_shared_between_threads_and_none_is_left_out():
    """71 rows: on two cores or more, parts of different sizes."""
    X = tf.random.stateless_normal((71, 5, 3), seed=(1, 2))
    for lean, _ in PAIRS:
        layer = lean(4)
        one_by_one = tf.concat([layer(X[row : row + 1]) for row in range(71)], axis=0)
        np.testing.assert_allclose(layer(X), one_by_one, atol=1e-6)


@pytest.mark.parametrize("lean", [CausalLSTM, CausalGRU])
def test_the_number_of_threads_does_not_change_outputs_or_gradients(lean, monkeypatch) -> None:
    X = tf.random.stateless_normal((71, 5, 3), seed=(1, 2), dtype=tf.float64)
    layer = lean(4, dtype="float64")
    results = []
    for threads in (1, 2, 4):
        with ThreadPoolExecutor(threads) as pool:
            monkeypatch.setattr(
                loops, "_threads", lambda threads=threads, pool=pool: (threads, pool)
            )
            outputs, gradients = penalised(layer, X)
        results.append([outputs, *map(tf.convert_to_tensor, gradients)])
    for result in results[1:]:
        for got, wanted in zip(result, results[0], strict=True):
            np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-14)


def test_a_part_that_no_thread_is_free_for_is_not_waited_for(monkeypatch) -> None:
    X = tf.random.stateless_normal((71, 5, 3), seed=(1, 2))
    layer = CausalLSTM(4)
    expected = layer(X)
    over = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(loops, "_threads", lambda: (2, pool))
        busy = pool.submit(over.wait, 60)
        np.testing.assert_array_equal(layer(X), expected)
        assert not busy.done()
        over.set()


@pytest.mark.parametrize("lean", [CausalLSTM, CausalGRU])
def test_no_rows_give_no_outputs_and_no_gradient(lean):
    layer = lean(4)
    layer.build((None, None, 3))
    outputs, gradients = penalised(layer, tf.zeros((0, 5, 3)))
    assert outputs.shape == (0, 5, 4)
    assert all(not np.any(tf.convert_to_tensor(each)) for each in gradients)


@pytest.mark.parametrize("lean", [CausalLSTM, CausalGRU])
def test_what_is_no_number_stays_none(lean):
    """Or a training that has diverged would not be noticed."""
    X = np.zeros((2, 3, 4), "float32")
    X[1, 1] = np.nan
    outputs = np.array(lean(5)(X))
    assert np.isnan(outputs[1, 1:]).all()
    assert not np.isnan(outputs[0]).any()


def test_tanh_and_sigmoid_are_right_within_float32():
    layer = CausalLSTM(1, use_bias=False)  # c = i · u = sigmoid(x) · tanh(x), h = tanh(c) · o
    x = np.linspace(-30, 30, 2001, dtype="float32")
    layer.build((None, None, 1))
    layer.set_weights([np.array([[1.0, 0.0, 1.0, 0.0]], "float32"), np.zeros((1, 4), "float32")])
    expected = 0.5 * np.tanh(np.tanh(x) / (1 + np.exp(-x.astype("float64"))))
    np.testing.assert_allclose(np.array(layer(x[:, None, None]))[:, 0, 0], expected, atol=4e-7)


def penalised(layer: keras.Layer, X: tf.Tensor) -> tuple[tf.Tensor, list[tf.Tensor]]:
    """Outputs, and the weights' gradients of a loss that holds a gradient."""
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            inner.watch(X)
            outputs = layer(X)
            target = tf.reduce_sum(tf.square(outputs[:, -1]))
        loss = target + tf.reduce_sum(tf.square(inner.gradient(target, X)))
    return outputs, outer.gradient(loss, layer.trainable_weights)


@pytest.mark.parametrize("in_graph", [False, True])
@pytest.mark.parametrize(("lean", "own"), PAIRS)
def test_outputs_and_second_derivatives_are_those_of_keras_own_layer(lean, own, in_graph) -> None:
    X = tf.constant(np.random.default_rng(0).normal(size=(3, 7, 5)).astype("float64"))
    one = lean(4, dtype="float64")
    other = own(4, return_sequences=True, use_cudnn=False, dtype="float64")
    one(X), other(X)
    random = np.random.default_rng(1)
    weights = [random.normal(size=weight.shape) for weight in other.get_weights()]
    one.set_weights(weights)
    other.set_weights(weights)
    graph = tf.function(lambda: penalised(one, X), autograph=False)
    outputs, gradients = graph() if in_graph else penalised(one, X)
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


@pytest.mark.parametrize(
    "option", [{"dropout": 0.5}, {"go_backwards": True}, {"stateful": True}, {"activation": "relu"}]
)
def test_what_the_loop_leaves_out_is_refused(option) -> None:
    with pytest.raises(ConfigError, match=next(iter(option))):
        CausalLSTM(3, **option)


@pytest.mark.parametrize(("lean", "own"), PAIRS)
def test_other_floats_take_keras_own_loop_as_a_gpu_does(lean, own):
    X = tf.cast(tf.random.stateless_normal((2, 3, 4), seed=(0, 0)), tf.float16)
    one, other = lean(3, dtype="float16"), own(3, return_sequences=True, dtype="float16")
    one(X), other(X)
    other.set_weights(one.get_weights())
    np.testing.assert_array_equal(one(X), other(X))
