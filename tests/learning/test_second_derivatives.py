"""The penalty's gradient equals finite differences, entry by entry, through all kinds of layers."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.learning.inputs import rows_of
from rrr.learning.model import RightReasonsModel

pytestmark = pytest.mark.usefixtures("float64")

LAYERS = {
    "layer": lambda: keras.layers.LayerNormalization(),
    "batch": lambda: keras.layers.BatchNormalization(),
    "group": lambda: keras.layers.GroupNormalization(2),
    "root mean square": lambda: keras.layers.RMSNormalization(),
    "unit": lambda: keras.layers.UnitNormalization(),
    "softsign": lambda: keras.layers.Activation("softsign"),
    "attention": lambda: SelfAttention(),
}


class SelfAttention(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.attention = keras.layers.MultiHeadAttention(2, 2)

    def build(self, shape):
        self.attention.build(shape, shape)

    def call(self, sequences):
        return self.attention(sequences, sequences)


@pytest.mark.parametrize("kind", list(LAYERS))
def test_the_gradient_of_the_penalty_equals_finite_differences_entry_by_entry(kind):
    keras.utils.set_random_seed(0)
    first = keras.layers.Dense(4)
    layers = [first, LAYERS[kind](), keras.layers.GlobalAveragePooling1D()]
    classifier = keras.Sequential([keras.Input((3, 2)), *layers])
    classifier.add(keras.layers.Dense(2, activation="tanh"))
    classifier.add(keras.layers.Dense(2))
    random = np.random.default_rng(0)
    x = {"X": random.normal(size=(2, 3, 2)), "Z": np.array([[0.0, 1, 0], [1, 0, 1]])}
    rows = rows_of(x, np.array([0, 1]))
    model = RightReasonsModel(classifier, penalty="input_gradient")
    weights = classifier.trainable_variables
    # Dense layers begin without an offset, as if there were none to differentiate.
    for weight in weights:
        weight.assign_add(0.3 * random.normal(size=weight.shape))

    @tf.function(autograph=False)
    def value():
        return model._batch_losses(rows, training=True, look=True)[0]["saliency_loss"]

    @tf.function(autograph=False)
    def gradient():
        with tf.GradientTape() as tape:
            loss = value()
        return tape.gradient(loss, first.kernel)

    found, before, step = gradient().numpy(), first.kernel.numpy(), 1e-5
    expected = np.zeros_like(before)
    for place in np.ndindex(before.shape):
        for sign in (1, -1):
            moved = before.copy()
            moved[place] += sign * step
            first.kernel.assign(moved)
            expected[place] += sign * float(value()) / (2 * step)
    assert np.abs(expected).max() > 1e-5
    np.testing.assert_allclose(found, expected, atol=1e-7 * np.abs(expected).max(), rtol=1e-6)


def test_outside_of_our_passes_tensorflow_stays_as_it_was():
    before = tf.nn.moments
    flat = keras.Sequential([keras.Input((3, 2)), keras.layers.Flatten()])
    model = RightReasonsModel(flat, from_logits=True)
    model._halves.logits(tf.zeros((1, 3, 2)))
    assert tf.nn.moments is before
