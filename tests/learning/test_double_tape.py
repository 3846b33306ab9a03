"""The two nested tapes: against finite differences, a plain transcription, and their failure."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.learning.classifiers import build_classifier
from rrr.learning.inputs import rows_of
from rrr.learning.model import RightReasonsModel
from rrr.learning.penalties import TOKEN_PENALTIES
from rrr.learning.targets import TARGETS

KINDS = ("lstm", "bilstm", "gru", "cnn", "average")


def batch(num_classes=3, seed=0):
    random = np.random.default_rng(seed)
    token_ids = random.integers(1, 9, (5, 5)).astype("int32")
    token_ids[2, 3:] = 0  # padded
    Z = np.ones((5, 5))  # nothing is marked in row 1
    Z[0, 1] = Z[2, 0] = Z[3, 4] = 0
    Z[4, 2] = 0.3
    return {"token_ids": token_ids, "Z": Z}, random.integers(0, num_classes, 5)


class Counted(keras.layers.Layer):
    """Passes its input on, and keeps how many rows it had."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def call(self, inputs):
        self.seen.append(int(inputs.shape[0]))
        return inputs


@pytest.mark.parametrize(
    ("penalty", "seen"),
    [
        ("input_gradient", [2, 3]),
        ("integrated_gradients", [8, 2, 3]),
        ("expected_gradients", [2, 2, 3]),
    ],
)
def test_only_rows_with_marks_are_looked_at(penalty, seen):
    counted = Counted()
    classifier = keras.Sequential([counted, keras.layers.GlobalAveragePooling1D()])
    classifier.add(keras.layers.Dense(2))
    X = np.random.default_rng(0).normal(size=(5, 3, 4)).astype("float32")
    Z = np.ones((5, 3), "float32")
    Z[1, 0] = Z[3, 2] = 0
    model = RightReasonsModel(classifier, reason_weight=1.0, penalty=penalty)
    expected = classifier(X)
    counted.seen.clear()
    logits, penalties = model._reasons.look(rows_of({"X": X, "Z": Z}, np.zeros(5, int)), False)
    assert counted.seen == seen
    np.testing.assert_allclose(logits, expected, rtol=1e-5)
    assert (np.array(penalties) > 0).tolist() == [False, True, False, True, False]


@pytest.mark.parametrize(
    "penalty", ["input_gradient", "integrated_gradients", "expected_gradients"]
)
def test_a_batch_without_marks_gives_the_plain_loss(penalty):
    x, y = batch()
    model = model_of("average", reason_weight=3.0, penalty=penalty)
    rows = rows_of({**x, "Z": np.ones((5, 5))}, y)
    (looked, gradients), (spared, others) = (differentiated(model, rows, look) for look in (1, 0))
    assert float(looked["loss"]) == pytest.approx(float(spared["loss"]), rel=1e-6)
    for a, b in zip(gradients, others, strict=True):
        np.testing.assert_allclose(tf.convert_to_tensor(a), tf.convert_to_tensor(b), atol=1e-6)


def differentiated(model, rows, look):
    with tf.GradientTape() as outer:
        losses, _ = model._batch_losses(rows, training=True, look=bool(look))
    return losses, outer.gradient(losses["loss"], model.trainable_variables)


@pytest.mark.parametrize("num_marked", [0, 1, 5])
def test_a_training_step_looks_wherever_anything_is_marked(num_marked):
    x, y = batch()
    x["Z"] = np.ones((5, 5), "float32")
    x["Z"][:num_marked, 1] = 0
    model = model_of("average", reason_weight=3.0)
    before = model.get_weights()
    losses, gradients = differentiated(model, rows_of(x, y), look=True)
    told = model.train_on_batch(x, y, return_dict=True)
    assert told["saliency_loss"] == pytest.approx(float(losses["saliency_loss"]), rel=1e-5)
    assert (told["saliency_loss"] > 0) == (num_marked > 0)
    trained = [np.array(weight) for weight in model.trainable_variables]
    for new, old, gradient in zip(trained, before, gradients, strict=False):
        np.testing.assert_allclose(new, old - 0.1 * tf.convert_to_tensor(gradient), atol=1e-6)


def test_saliency_loss_is_zero_when_nothing_is_marked():
    model = model_of("lstm")
    x, y = batch()
    assert float(saliency(model, {**x, "Z": np.ones_like(x["Z"])}, y)) == 0


def model_of(kind, **options):
    keras.utils.set_random_seed(1)
    classifier = build_classifier(
        kind, vocabulary_size=9, embedding_size=3, hidden_size=4, num_classes=3
    )
    for weight in classifier.trainable_variables:  # wide enough that nothing is nearly linear
        weight.assign(weight + keras.random.normal(weight.shape, stddev=0.5, seed=2))
    model = RightReasonsModel(classifier, **{"penalty": "input_gradient", **options})
    model.compile(keras.optimizers.SGD(0.1))
    return model


def saliency(model, x, y):
    losses, _ = model._batch_losses(rows_of(x, y), training=True, look=True)
    return losses["saliency_loss"]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("token_penalty", TOKEN_PENALTIES)
@pytest.mark.parametrize("kind", ["lstm", "cnn"])
def test_penalty_gradient_matches_finite_differences(float64, kind, target, token_penalty):
    model = model_of(kind, target=target, token_penalty=token_penalty)
    x, y = batch()
    with tf.GradientTape() as tape:
        value = saliency(model, x, y)
    gradients = tape.gradient(value, model.trainable_variables)

    step = 1e-5
    random = np.random.default_rng(3)
    for weight, gradient in zip(model.trainable_variables, gradients, strict=True):
        # One random direction per weight tensor reaches all its numbers at once.
        direction = random.normal(size=weight.shape)
        exact = 0.0
        if gradient is not None:
            exact = float(tf.reduce_sum(tf.convert_to_tensor(gradient) * direction))
        before = weight.numpy()
        weight.assign(before + step * direction)
        above = float(saliency(model, x, y))
        weight.assign(before - step * direction)
        below = float(saliency(model, x, y))
        weight.assign(before)
        numeric = (above - below) / (2 * step)
        assert exact == pytest.approx(numeric, rel=1e-4, abs=1e-9), weight.path


def transcription(classifier, X, Z, y, reason_weight):
    """The starting formula, written out plainly, for a classifier on embeddings in softmax."""
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            inner.watch(X)
            p = classifier(X, training=True)
            log_p = tf.math.log(tf.reduce_max(p, axis=-1))
        gradients = inner.gradient(log_p, X)
        saliency = tf.reduce_sum(gradients, axis=-1) ** 2 * (1 - Z)
        classification = -tf.reduce_sum(y * tf.math.log(p), axis=-1)
        loss = tf.reduce_mean(classification + reason_weight * tf.reduce_sum(saliency, axis=-1))
    return float(loss), outer.gradient(loss, classifier.trainable_variables)


def test_a_maximum_over_the_whole_batch_penalises_one_sentence_only():
    classifier = embedded_classifier()
    X = tf.random.stateless_normal((32, 6, 4), seed=(0, 1))
    penalised = {}
    for axis in (None, -1):
        with tf.GradientTape() as tape:
            tape.watch(X)
            target = tf.math.log(tf.reduce_max(classifier(X), axis=axis))
        gradients = tape.gradient(target, X)
        penalised[axis] = int(tf.math.count_nonzero(tf.reduce_any(gradients != 0, axis=(1, 2))))
    assert penalised == {None: 1, -1: 32}


def embedded_classifier():
    keras.utils.set_random_seed(5)
    return keras.Sequential(
        [
            keras.Input((6, 4)),
            keras.layers.LSTM(5),
            keras.layers.Dense(2, activation="softmax"),
        ]
    )


@pytest.mark.parametrize("run_eagerly", [False, True])
def test_one_fit_step_equals_the_plain_transcription(run_eagerly):
    random = np.random.default_rng(0)
    X = random.normal(size=(8, 6, 4)).astype("float32")
    Z = random.integers(0, 2, (8, 6)).astype("float32")
    y = np.eye(2, dtype="float32")[random.integers(0, 2, 8)]
    classifier = embedded_classifier()
    weights = [w.numpy() for w in classifier.trainable_variables]
    # cuDNN is out of the question on a CPU, but the layer still has to be told.
    classifier.layers[0].use_cudnn = False
    loss, gradients = transcription(classifier, tf.constant(X), tf.constant(Z), y, 7.0)

    model = RightReasonsModel(
        classifier,
        reason_weight=7.0,
        target="max_log_prob",
        token_penalty="sum_then_square",
        penalty="input_gradient",
    )
    model.compile(keras.optimizers.SGD(1.0), run_eagerly=run_eagerly)
    history = model.fit({"X": X, "Z": Z}, y, batch_size=8, epochs=1, verbose=0)

    assert history.history["loss"][0] == pytest.approx(loss, rel=1e-5)
    for before, gradient, after in zip(
        weights, gradients, classifier.trainable_variables, strict=True
    ):
        np.testing.assert_allclose(before - after.numpy(), gradient, rtol=1e-5, atol=1e-6)


def test_a_single_persistent_tape_used_outside_its_context_loses_the_saliency():
    """The failure this project began with: the tape has stopped recording by then."""
    classifier = embedded_classifier()
    classifier.layers[0].use_cudnn = False
    X = tf.random.stateless_normal((2, 6, 4), seed=(0, 1))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(X)
        log_p = tf.math.log(tf.reduce_max(classifier(X), axis=-1))
    saliency = tf.reduce_sum(tape.gradient(log_p, X) ** 2)
    gradients = tape.gradient(saliency, classifier.trainable_variables)
    assert gradients == [None] * len(classifier.trainable_variables)
    with pytest.raises(ValueError, match="No gradients provided for any variable"):
        keras.optimizers.SGD().apply(gradients, classifier.trainable_variables)


@pytest.mark.parametrize("kind", KINDS)
def test_two_nested_tapes_reach_the_weights(kind):
    model = model_of(kind, reason_weight=1.0)
    x, y = batch()
    with tf.GradientTape() as tape:
        value = saliency(model, x, y)
    gradients = tape.gradient(value, model.trainable_variables)
    reached = [g is not None and float(tf.norm(tf.convert_to_tensor(g))) > 0 for g in gradients]
    # The last bias shifts the logits, not their gradient; every other weight is reached.
    assert sum(reached) >= len(reached) - 1


def test_saliency_loss_is_the_batch_mean_of_what_falls_on_marked_tokens():
    model = model_of("average", token_penalty="sum_of_squares", target="logit_margin")
    x, y = batch()
    halves = model._halves
    embeddings = halves.embed(x["token_ids"])
    with tf.GradientTape() as tape:
        tape.watch(embeddings)
        logits = halves.logits(embeddings, x["token_ids"])
        value = TARGETS["logit_margin"](logits, logits)
    squares = (tape.gradient(value, embeddings).numpy() ** 2).sum(axis=-1)
    expected = ((1 - x["Z"]) * squares).sum() / 5
    assert float(saliency(model, x, y)) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_padding_a_batch_more_changes_nothing(kind):
    model = model_of(kind)
    x, y = batch()
    more = {
        "token_ids": np.pad(x["token_ids"], ((0, 0), (0, 7))),
        "Z": np.pad(x["Z"], ((0, 0), (0, 7)), constant_values=1),
    }
    as_is, _ = model._batch_losses(rows_of(x, y), training=False, look=True)
    padded, _ = model._batch_losses(rows_of(more, y), training=False, look=True)
    for name in as_is:
        assert float(as_is[name]) == pytest.approx(float(padded[name]), rel=1e-5), name


@pytest.mark.parametrize("kind", KINDS)
def test_padded_tokens_have_no_gradient(kind):
    model = model_of(kind)
    x, _ = batch()
    halves = model._halves
    embeddings = halves.embed(x["token_ids"])
    with tf.GradientTape() as tape:
        tape.watch(embeddings)
        logits = halves.logits(embeddings, x["token_ids"])
        value = TARGETS["logit_margin"](logits, logits)
    gradients = tape.gradient(value, embeddings).numpy()
    assert np.abs(gradients[x["token_ids"] == 0]).max() == 0
    assert np.abs(gradients[x["token_ids"] != 0]).min(axis=-1).max() > 0


def test_the_order_of_a_batch_does_not_matter():
    model = model_of("lstm")
    x, y = batch()
    order = [2, 4, 0, 3, 1]
    others = rows_of({name: value[order] for name, value in x.items()}, y[order])
    turned, _ = model._batch_losses(others, training=False, look=True)
    as_is, _ = model._batch_losses(rows_of(x, y), training=False, look=True)
    for name in as_is:
        assert float(as_is[name]) == pytest.approx(float(turned[name]), rel=1e-5)


def test_reason_weight_zero_trains_like_plain_keras():
    x, y = batch()
    model = model_of("lstm", reason_weight=0.0)
    plain = keras.models.clone_model(model.classifier)
    plain.set_weights(model.classifier.get_weights())
    plain.compile(
        keras.optimizers.SGD(0.1),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=False,
    )
    plain.fit(x["token_ids"], y, epochs=3, verbose=0, shuffle=False)
    model.fit(x, y, epochs=3, verbose=0, shuffle=False)
    for ours, theirs in zip(model.classifier.get_weights(), plain.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)
