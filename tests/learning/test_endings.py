"""What a classifier ends in: known, told, or refused; never a second softmax in silence."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.halves import ClassifierHalves

X = np.random.default_rng(0).normal(size=(4, 3, 2)).astype("float32")
L = keras.layers


class Subclassed(keras.Model):
    def __init__(self, ending):
        super().__init__()
        self.ending = ending

    def call(self, inputs):
        return self.ending(inputs)


def ending_in(*layers, units=3):
    """A classifier, and the logits that it must be found to have."""
    keras.utils.set_random_seed(0)
    inputs = keras.Input((3, 2))
    pooled = L.GlobalAveragePooling1D()(inputs)
    dense = L.Dense(units, name="dense")
    outputs = dense(pooled)
    for layer in layers:
        outputs = layer(outputs)
    kernel, bias = dense.get_weights()
    return keras.Model(inputs, outputs), X.mean(axis=1) @ kernel + bias


def dense_with(activation, units=3):
    classifier, logits = ending_in(units=units)
    classifier.get_layer("dense").activation = keras.activations.get(activation)
    return classifier, logits


def centred(logits):
    return logits - logits.mean(axis=-1, keepdims=True)


KNOWN = {
    "a layer without activation": lambda: ending_in(),
    "a softmax in the layer": lambda: dense_with("softmax"),
    "TensorFlow's softmax": lambda: dense_with(tf.nn.softmax),
    "a softmax layer": lambda: ending_in(L.Softmax()),
    "a softmax activation": lambda: ending_in(L.Activation("softmax")),
    "Keras' softmax function": lambda: ending_in(keras.ops.softmax),
    "a log-softmax": lambda: dense_with("log_softmax"),
    "the usual ending in mixed precision": lambda: ending_in(
        L.Softmax(), L.Activation("linear", dtype="float32")
    ),
    "an identity after a softmax": lambda: ending_in(L.Softmax(), L.Identity()),
    "a model inside a model": lambda: ending_in(
        keras.Sequential([keras.Input((3,)), L.Identity(), L.Softmax(), L.Activation("linear")])
    ),
}


@pytest.mark.parametrize("ending", KNOWN)
def test_logits_are_found_before_every_known_ending(ending):
    classifier, logits = KNOWN[ending]()
    outputs = classifier(X)
    found = ClassifierHalves(classifier).logits(tf.constant(X))
    np.testing.assert_allclose(centred(found.numpy()), centred(logits), atol=1e-5)
    np.testing.assert_array_equal(classifier(X), outputs)  # and the classifier is as it was


def softmax(values):
    return tf.nn.softmax(values)


UNKNOWN = {
    "a function": lambda: ending_in(L.Lambda(tf.nn.softmax)),
    "an activation of one's own": lambda: dense_with(softmax),
    "an average of two": lambda: ending_in(lambda x: L.Average()([L.Softmax()(x), L.Softmax()(x)])),
    "a softmax over something else": lambda: ending_in(L.Softmax(axis=0)),
    "a normalised layer": lambda: ending_in(L.BatchNormalization()),
    "a subclass": lambda: (Subclassed(L.Dense(3, activation="softmax")), None),
}


@pytest.mark.parametrize("ending", UNKNOWN)
def test_any_other_ending_has_to_be_told(ending):
    classifier, _ = UNKNOWN[ending]()
    with pytest.raises(ConfigError, match="Pass from_logits=True or False"):
        ClassifierHalves(classifier)


@pytest.mark.parametrize(
    "ending", ["a function", "an activation of one's own", "an average of two"]
)
def test_probabilities_that_were_told_become_their_logarithms(ending):
    classifier, logits = UNKNOWN[ending]()
    found = ClassifierHalves(classifier, from_logits=False).logits(tf.constant(X))
    np.testing.assert_allclose(centred(found.numpy()), centred(logits), atol=1e-4)


@pytest.mark.parametrize("units", [1, 3])
def test_a_sigmoid_is_the_log_odds_known_or_told(units):
    classifier, logits = dense_with("sigmoid", units=units)
    found = ClassifierHalves(classifier)
    assert found.yes_or_no(found.logits(tf.constant(X)))
    np.testing.assert_allclose(found.logits(tf.constant(X)), logits, rtol=1e-5)
    unknown, logits = ending_in(L.Lambda(tf.nn.sigmoid), units=units)
    found = ClassifierHalves(unknown, from_logits=False, multi_label=units > 1)
    np.testing.assert_allclose(found.logits(tf.constant(X)), logits, rtol=1e-4)


@pytest.mark.parametrize(
    ("ending", "told", "message"),
    [
        ("softmax", {"from_logits": True}, "ends in softmax"),
        ("sigmoid", {"from_logits": True}, "ends in sigmoids"),
        (None, {"from_logits": False}, "ends in logits"),
        ("softmax", {"multi_label": True}, "Let it end in sigmoids"),
        ("sigmoid", {"multi_label": False}, "Let it end in a softmax"),
    ],
)
def test_what_is_told_must_not_contradict_the_ending(ending, told, message):
    classifier, _ = dense_with(ending)
    with pytest.raises(ConfigError, match=message):
        ClassifierHalves(classifier, **told)


def test_a_softmax_of_one_output_is_refused():
    classifier, _ = dense_with("softmax", units=1)
    with pytest.raises(ConfigError, match="one output is always 1"):
        ClassifierHalves(classifier)


def test_a_softmax_that_stands_in_two_places_is_not_taken_out_of_both():
    shared = L.Softmax()
    classifier, _ = ending_in(shared, L.Dense(3), shared)
    with pytest.raises(ConfigError, match=r"2 times.*layers of their own"):
        ClassifierHalves(classifier).logits(tf.constant(X))


@pytest.mark.parametrize(
    ("classifier", "message"),
    [
        (None, "must be a Keras model. Received: NoneType"),
        (L.Dense(2), "must be a Keras model. Received: Dense"),
    ],
)
def test_what_is_no_model_is_refused(classifier, message):
    with pytest.raises(ConfigError, match=message):
        ClassifierHalves(classifier)


def test_several_outputs_and_outputs_per_token_are_refused():
    inputs = keras.Input((3, 2))
    per_token = L.Dense(2)(inputs)
    with pytest.raises(ConfigError, match=r"must have one output.*Received: 2 outputs"):
        ClassifierHalves(keras.Model(inputs, [per_token, per_token]))
    with pytest.raises(ConfigError, match="one row of numbers per sentence"):
        ClassifierHalves(keras.Model(inputs, per_token)).logits(tf.constant(X))
