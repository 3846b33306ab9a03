"""Every loss that Keras takes counts as it does there, penalty or not."""

import functools

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.errors import ConfigError, DataError
from rrr.learning.model import RightReasonsModel

L, losses = keras.layers, keras.losses
random = np.random.default_rng(0)
X = random.normal(size=(6, 3, 2)).astype("float32")
CLASSES = random.integers(0, 3, 6)
ONE_HOT = np.eye(3, dtype="float32")[CLASSES]
YES = random.integers(0, 2, (6, 1)).astype("float32")
LABELS = random.integers(0, 2, (6, 3)).astype("float32")
WEIGHTS = random.uniform(0.5, 2, 6).astype("float32")


def classifier(units=3, activation=None):
    keras.utils.set_random_seed(0)
    return keras.Sequential(
        [keras.Input((3, 2)), L.GlobalAveragePooling1D(), L.Dense(units, activation=activation)]
    )


def our_model(loss, units=3, activation=None, **options):
    model = RightReasonsModel(classifier(units, activation), reason_weight=0.0, **options)
    model.compile(keras.optimizers.SGD(0.1), loss=loss, run_eagerly=True)
    return model, {"X": X, "Z": np.ones((6, 3))}


def our_loss(loss, y, **options):
    model, data = our_model(loss, **options)
    return model.evaluate(data, y, verbose=0, batch_size=6)[0]


def measured_and_trained(model, x, y, weights, compiled):
    """The loss, and the weights after a step. Compiling takes a second, so hardly any step is."""
    model.run_eagerly = True
    measured = model.evaluate(x, y, sample_weight=weights, verbose=0, batch_size=6)
    model.run_eagerly = not compiled
    model.fit(x, y, sample_weight=weights, verbose=0, batch_size=6)
    return np.ravel(measured)[0], model.get_weights()


def focal(y_true, y_pred):  # of one's own: gets the labels as they are passed to fit
    p = tf.gather(tf.nn.softmax(y_pred), tf.cast(y_true, tf.int32), batch_dims=1)
    return -((1 - p) ** 2) * tf.math.log(p)


def brier(y_true, y_pred):  # of one's own: Keras gives labels (batch,) to a function as (batch, 1)
    return tf.square(tf.cast(y_true, y_pred.dtype) - y_pred)


class Weighted(losses.BinaryCrossentropy):
    """Its options do not tell all that it holds."""

    def __init__(self, weight, **options):
        super().__init__(**options)
        self.weight = weight

    def call(self, y_true, y_pred):
        return super().call(y_true, y_pred) * self.weight


def ignored(y):
    return np.where(np.arange(6) % 3 == 0, -1, y)


EQUAL = {
    "smoothing": (losses.CategoricalCrossentropy(True, 0.1), ONE_HOT, {}),
    "focal": (losses.CategoricalFocalCrossentropy(from_logits=True), ONE_HOT, {}),
    "sparse": (losses.SparseCategoricalCrossentropy(from_logits=True), CLASSES, {}),
    "sum": (losses.CategoricalCrossentropy(True, reduction="sum"), ONE_HOT, {}),
    "weighted mean": (
        losses.CategoricalCrossentropy(True, reduction="mean_with_sample_weight"),
        ONE_HOT,
        {"weights": WEIGHTS},
    ),
    "weights": (losses.CategoricalCrossentropy(True), ONE_HOT, {"weights": WEIGHTS}),
    "ignored class": (
        losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=-1),
        ignored(CLASSES),
        {"weights": WEIGHTS},
    ),
    "of one's own": (focal, CLASSES, {}),
    "function of one sigmoid": (brier, YES[:, 0], {"units": 1, "activation": "sigmoid"}),
    "function of one logit": (brier, YES[:, 0], {"units": 1}),
    "class of logits": (Weighted(5.0, from_logits=True), YES, {"units": 1}),
    "class of a sigmoid": (Weighted(5.0), YES, {"units": 1, "activation": "sigmoid"}),
    "mean squared error": ("mse", ONE_HOT, {"activation": "softmax"}),
    "hinge of logits": ("categorical_hinge", ONE_HOT, {}),
    "name": ("categorical_crossentropy", ONE_HOT, {"activation": "softmax"}),
    "binary": ("binary_crossentropy", YES, {"units": 1, "activation": "sigmoid"}),
    "binary logits": (losses.BinaryCrossentropy(from_logits=True), YES, {"units": 1}),
    "labels": ("binary_crossentropy", LABELS, {"activation": "sigmoid"}),
    "binary focal": (
        losses.BinaryFocalCrossentropy(label_smoothing=0.2),
        LABELS,
        {"activation": "sigmoid"},
    ),
}


COMPILED = ("weighted mean", "ignored class", "of one's own", "binary focal")
"""Those that a graph could treat otherwise: by what the loss tells of its rows, or is."""


@pytest.mark.parametrize("case", EQUAL)
def test_without_penalty_a_loss_measures_and_trains_as_in_keras(case):
    loss, y, options = EQUAL[case]
    options = dict(options)
    weights = options.pop("weights", None)
    model, data = our_model(loss, **options)
    own = classifier(**options)
    own.compile(keras.optimizers.SGD(0.1), loss=loss)
    measured, trained = measured_and_trained(model, data, y, weights, compiled=case in COMPILED)
    expected, of_keras = measured_and_trained(own, X, y, weights, compiled=False)
    assert measured == pytest.approx(expected, rel=1e-4)
    for a, b in zip(trained, of_keras, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-5)


def test_logits_are_told_to_a_loss_that_was_not_told_of_them():
    expected = our_loss(
        losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1), ONE_HOT
    )
    for y, loss in [
        (ONE_HOT, losses.CategoricalCrossentropy(label_smoothing=0.1)),
        (CLASSES, losses.CategoricalCrossentropy(label_smoothing=0.1)),  # class numbers will do
    ]:
        with pytest.warns(UserWarning, match="Say from_logits=True in the loss"):
            assert our_loss(loss, y) == pytest.approx(expected, rel=1e-6)
    plain = our_loss(None, CLASSES)
    assert our_loss("sparse_categorical_crossentropy", CLASSES) == pytest.approx(plain, rel=1e-6)
    assert our_loss(["crossentropy"], ONE_HOT) == pytest.approx(plain, rel=1e-6)
    assert plain != pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    ("loss", "y", "options"),
    [
        (losses.SparseCategoricalCrossentropy, CLASSES, {}),
        (losses.CategoricalFocalCrossentropy, ONE_HOT, {}),
        (losses.BinaryCrossentropy, LABELS, {"multi_label": True}),
        (losses.BinaryFocalCrossentropy, YES, {"units": 1}),
    ],
)
def test_of_a_loss_that_takes_logits_for_probabilities_one_is_told(loss, y, options):
    with pytest.warns(UserWarning, match=f"{loss.__name__} has from_logits=False, Keras' default"):
        told = our_loss(loss(), y, **options)
    assert told == pytest.approx(our_loss(loss(from_logits=True), y, **options), rel=1e-6)


def test_a_class_of_ones_own_is_taken_at_its_word():
    with pytest.raises(ConfigError, match="Say from_logits=True in the loss, or add"):
        our_loss(Weighted(5.0), YES, units=1)


class Brier(losses.Loss):
    def call(self, y_true, y_pred):
        return brier(y_true, y_pred)


@pytest.mark.parametrize("eagerly", [True, False])
def test_a_loss_that_compares_every_label_with_every_output_is_refused(eagerly):
    model, data = our_model(Brier(), units=1, activation="sigmoid")
    model.run_eagerly = eagerly
    with pytest.raises(ConfigError, match=r"shape \(6, 6\), one for each pair of sentences"):
        model.evaluate(data, YES[:, 0], verbose=0, batch_size=6)
    assert model.evaluate(data, YES, verbose=0, batch_size=6)[0] > 0


def said(from_logits):
    return functools.partial(losses.categorical_crossentropy, from_logits=from_logits)


def test_a_sum_sums_the_penalty_too():
    data = {"X": X, "Z": np.zeros((6, 3))}
    found = {}
    for reduction in ("sum", "sum_over_batch_size"):
        model = RightReasonsModel(classifier(), reason_weight=3.0)
        loss = losses.CategoricalCrossentropy(True, reduction=reduction)
        model.compile(loss=loss, run_eagerly=True)
        found[reduction] = model.evaluate(data, CLASSES, verbose=0, batch_size=6, return_dict=True)
    for name in ("loss", "classification_loss", "saliency_loss"):
        expected = 6 * found["sum_over_batch_size"][name]
        assert found["sum"][name] == pytest.approx(expected, rel=1e-5)


def test_a_label_that_the_loss_ignores_does_not_count_as_wrong():
    model = RightReasonsModel(classifier(), reason_weight=1.0)
    model.compile(loss=losses.SparseCategoricalCrossentropy(True, -1), run_eagerly=True)
    data = {"X": X, "Z": np.ones((6, 3))}
    answers = model.predict(data, verbose=0).argmax(axis=-1)
    report = model.evaluate(data, ignored(answers), verbose=0, return_dict=True)
    assert report["accuracy"] == 1


@pytest.mark.parametrize(
    ("loss", "options", "message"),
    [
        ("no_such_loss", {}, "There is no such loss. Received: 'no_such_loss'"),
        (["mse", "mae"], {}, "There is no such loss"),
        (losses.CategoricalCrossentropy(reduction=None), {}, "reduction=None"),
        (losses.CategoricalCrossentropy(True), {"activation": "softmax"}, "returns probabilities"),
        (said(True), {"activation": "softmax"}, "from_logits=True, but .* returns probabilities"),
        (said(False), {}, "from_logits=False, but the classifier returns logits"),
        ("binary_crossentropy", {}, "multi_label=True"),
        ("categorical_crossentropy", {"activation": "sigmoid"}, "ends in sigmoids"),
        (lambda y_true, y_pred: tf.reduce_mean(y_pred), {}, "a number per sentence"),
        (losses.Dice(), {}, "a number per sentence. Received: Dice"),
    ],
)
def test_a_loss_that_does_not_fit_is_refused(loss, options, message):
    y = LABELS if options.get("activation") == "sigmoid" else ONE_HOT
    with pytest.raises(ConfigError, match=message):
        our_loss(loss, y, **options)


def test_several_logits_can_be_labels_of_their_own():
    own = classifier()
    own.compile(loss=losses.BinaryCrossentropy(from_logits=True), run_eagerly=True)
    expected = own.evaluate(X, LABELS, verbose=0)
    measured = our_loss("binary_crossentropy", LABELS, multi_label=True)
    assert measured == pytest.approx(expected, rel=1e-5)


BAD = {
    "a class too many": (3, [0, 1, 2, 3, 1, 0], "values from 0.* to 3"),
    "−1": (3, [0, -1, 2, 0, 1, 0], "values from -1"),
    "between two classes": (3, [0, 1.7, 2, 0, 1, 0], "Number classes from 0 to 2"),
    "not a number": (3, [0, np.nan, 2, 0, 1, 0], "Number classes from 0 to 2"),
    "several at once": (3, LABELS * 0 + 1, "ends in sigmoids"),
    "rows of other widths": (3, np.ones((6, 2)), "shape"),
    "words": (3, np.array(["a"] * 6), "y must be an array of numbers.*Received: words"),
    "above 1": (1, [0, 1, 2, 0, 1, 0], "must be 0 or 1.*values from 0.* to 2"),
    "two for one sigmoid": (1, np.ones((6, 2)), "must be 0 or 1"),
}


@pytest.mark.parametrize("run_eagerly", [False, True])
@pytest.mark.parametrize("case", BAD)
def test_labels_that_do_not_fit_are_refused_with_what_was_received(case, run_eagerly):
    units, y, message = BAD[case]
    model = RightReasonsModel(classifier(units), reason_weight=0.0)
    model.compile(run_eagerly=run_eagerly)
    before = model.get_weights()
    with pytest.raises(DataError, match=message):
        model.fit({"X": X, "Z": np.ones((6, 3))}, np.array(y), verbose=0)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_loss_and_its_options_survive_saving(tmp_path):
    model = RightReasonsModel(classifier(), reason_weight=0.0)
    model.compile(loss=losses.CategoricalCrossentropy(True, 0.3), metrics=["AUC"])
    data = {"X": X, "Z": np.ones((6, 3))}
    expected = model.evaluate(data, CLASSES, verbose=0, return_dict=True)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    report = loaded.evaluate(data, CLASSES, verbose=0, return_dict=True)
    assert report == pytest.approx(expected, rel=1e-5)
