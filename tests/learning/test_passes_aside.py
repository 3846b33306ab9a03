"""The passes that a penalty takes beside the one that counts leave no trace, and add no noise."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.learning.inputs import rows_of
from rrr.learning.model import RightReasonsModel
from rrr.learning.random_strengths import random_strengths
from rrr.learning.reasons import PENALTIES

NOISY = {
    "dropout": lambda: keras.layers.Dropout(0.5),
    "spatial dropout": lambda: keras.layers.SpatialDropout1D(0.5),
    "noise": lambda: keras.layers.GaussianNoise(1.0),
    "gaussian dropout": lambda: keras.layers.GaussianDropout(0.5),
    "alpha dropout": lambda: keras.layers.AlphaDropout(0.5),
    "LSTM's dropout": lambda: keras.layers.LSTM(3, dropout=0.5, return_sequences=True),
    "recurrent dropout": lambda: keras.layers.LSTM(3, recurrent_dropout=0.5, return_sequences=True),
    "in both directions": lambda: keras.layers.Bidirectional(
        keras.layers.GRU(2, recurrent_dropout=0.5, return_sequences=True)
    ),
}


def model_with(layer, penalty, in_graph=False):
    keras.utils.set_random_seed(1)
    layers = [layer, keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(2)]
    classifier = keras.Sequential([keras.Input((4, 3)), *layers])
    model = RightReasonsModel(classifier, reason_weight=1.0, penalty=penalty)
    model.compile(keras.optimizers.SGD(0.0), run_eagerly=not in_graph)
    return model


def batch(marked_value=None, rows=6):
    """Sentences of which two in three have one marked token, and labels."""
    X = np.random.default_rng(0).normal(size=(rows, 4, 3)).astype("float32")
    Z = np.ones((rows, 4), "float32")
    Z[::3, 1] = Z[1::3, 2] = 0
    if marked_value is not None:
        X[Z == 0] = marked_value
    return {"X": X, "Z": Z}, np.arange(rows) % 2


def losses_of(model, x, y):
    return {
        name: float(loss)
        for name, loss in model._batch_losses(rows_of(x, y), training=True, look=True)[0].items()
    }


@pytest.mark.parametrize("kind", list(NOISY))
def test_blanking_a_word_that_is_nothing_costs_nothing_under_noise(kind):
    in_graph = kind in ("dropout", "recurrent dropout")  # in all it takes longer
    model = model_with(NOISY[kind](), "blanking", in_graph)
    x, y = batch(marked_value=0.0)
    report = model.train_on_batch(x, y, return_dict=True)
    assert report["saliency_loss"] < 1e-10


@pytest.mark.parametrize("kind", ["dropout", "spatial dropout", "gaussian dropout"])
def test_all_points_of_the_path_share_their_noise(kind):
    """Of a model that is linear but for its noise, both penalties are the same number."""
    x, y = batch()
    found = []
    for penalty in ("integrated_gradients", "blanking"):
        model = model_with(NOISY[kind](), penalty)
        model.classifier.layers[0].seed_generator.state.assign([7, 0])
        found.append(losses_of(model, x, y)["saliency_loss"])
    assert found[0] == pytest.approx(found[1], rel=1e-4)
    assert found[0] > 0.001


def test_each_step_draws_other_noise():
    model = model_with(NOISY["dropout"](), "blanking")
    first, second = (losses_of(model, *batch())["classification_loss"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize("penalty", PENALTIES)
def test_one_step_moves_the_statistics_of_batches_once(penalty):
    x, y = batch()
    model = model_with(keras.layers.BatchNormalization(momentum=0.9), penalty)
    model.train_on_batch(x, y)
    (norm,) = (each for each in model.classifier.layers if hasattr(each, "moving_mean"))
    shown = x["X"]
    if penalty == "expected_gradients":  # marked tokens are as strong as was drawn in step 0
        strengths = random_strengths(6, 0, 0).numpy()[:, None]
        shown = shown * (x["Z"] + strengths * (1 - x["Z"]))[..., None]
    np.testing.assert_allclose(norm.moving_mean, 0.1 * shown.mean((0, 1)), atol=1e-6)
    expected = 0.9 + 0.1 * shown.var((0, 1))
    np.testing.assert_allclose(norm.moving_variance, expected, rtol=1e-5)


class AddsLoss(keras.layers.Layer):
    def call(self, inputs):
        self.add_loss(tf.reduce_mean(tf.square(inputs)))
        return inputs


class AddsLossElsewhere(keras.layers.Layer):
    def call(self, inputs):
        return self._weighed(inputs)

    def _weighed(self, inputs):
        self.add_loss(tf.reduce_mean(tf.square(inputs)))
        return inputs


class AddsLossAsItsBaseDoes(AddsLossElsewhere):
    pass


class CountsRows(keras.layers.Layer):
    def build(self, _):
        self.count = self.add_weight(shape=(), initializer="zeros", trainable=False)

    def call(self, inputs):
        self.count.assign_add(tf.cast(tf.shape(inputs)[0], "float32"))
        return inputs


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("num_marked", [0, 4, 6])
def test_a_layer_that_keeps_count_meets_each_row_of_a_step_once(penalty, num_marked):
    x, y = batch()
    x["Z"][:] = 1
    x["Z"][:num_marked, 1] = 0
    model = model_with(CountsRows(), penalty)
    model.train_on_batch(x, y)
    assert float(model.classifier.layers[0].count) == 6


def test_spectral_normalisation_trains_without_marks_as_in_keras():
    x, y = batch()
    x["Z"][:] = 1

    def layer():
        dense = keras.layers.Dense(3, kernel_initializer="ones")
        return keras.layers.SpectralNormalization(dense, power_iterations=1)

    model = model_with(layer(), "expected_gradients")
    own = keras.models.clone_model(model.classifier)
    own.set_weights(model.classifier.get_weights())
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    own.compile(keras.optimizers.SGD(0.0), loss=loss)
    model.train_on_batch(x, y)
    own.train_on_batch(x["X"], y)
    for ours, theirs in zip(model.classifier.get_weights(), own.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-6)


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize(
    "layer",
    [
        lambda: keras.layers.Dense(3, activity_regularizer="l2"),
        lambda: keras.layers.ActivityRegularization(l1=0.1),
        AddsLoss,
        AddsLossElsewhere,
        AddsLossAsItsBaseDoes,
    ],
)
def test_losses_of_activities_count_once_for_all_rows(layer, penalty):
    x, y = batch()
    model = model_with(layer(), penalty)
    model.classifier(x["X"])
    (expected,) = model.classifier.losses
    losses = losses_of(model, x, y)
    added = losses["loss"] - losses["classification_loss"] - losses["saliency_loss"]
    assert added == pytest.approx(float(expected), rel=1e-4)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_a_classifier_is_built_by_its_first_step(penalty):
    layers = [keras.layers.Dropout(0.5), keras.layers.GlobalMaxPooling1D(), keras.layers.Dense(2)]
    classifier = keras.Sequential([keras.layers.Embedding(9, 3), *layers])
    model = RightReasonsModel(classifier, penalty=penalty)
    model.compile(run_eagerly=penalty != "blanking")  # one as a graph will do
    Z = np.ones((2, 4), "float32")
    Z[0, 1] = 0
    x = {"token_ids": np.array([[1, 2, 3, 4], [5, 6, 7, 8]], "int32"), "Z": Z}
    assert np.isfinite(model.train_on_batch(x, np.array([0, 1]))).all()


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("marked", [[], [0, 1, 2]])
def test_convolutions_train_with_all_rows_marked_or_none(penalty, marked):
    """Of no rows, some processors' convolutions make rows of another shape."""
    convolution = keras.layers.Conv1D(5, 3, padding="same")
    model = model_with(convolution, penalty, in_graph=True)
    x, y = batch(rows=3)
    x["Z"][:] = 1
    x["Z"][marked, 1] = 0
    report = model.train_on_batch(x, y, return_dict=True)
    assert (report["saliency_loss"] > 0) == bool(marked)
