"""Expected gradients: the marked tokens at random strength, in a step's loss and its penalty."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.classifiers import build_classifier
from rrr.learning.inputs import rows_of
from rrr.learning.model import RightReasonsModel
from rrr.learning.random_strengths import batches_seen, random_strengths

KINDS = ["lstm", "bilstm", "gru", "cnn", "average"]


def model_of(kind="cnn", num_classes=3, **options):
    keras.utils.set_random_seed(1)
    classifier = build_classifier(
        kind, vocabulary_size=9, embedding_size=3, hidden_size=4, num_classes=num_classes
    )
    for weight in classifier.trainable_variables:  # wide enough that nothing is nearly linear
        weight.assign(weight + keras.random.normal(weight.shape, stddev=0.5, seed=2))
    model = RightReasonsModel(
        classifier, reason_weight=2.0, penalty="expected_gradients", **options
    )
    model.compile(keras.optimizers.SGD(0.1))
    return model


def batch():
    Z = np.ones((4, 5))
    Z[0, 1:3] = Z[2, 0] = 0
    Z[3, 2] = 0.3
    token_ids = np.array([[2, 5, 3, 7, 1], [4, 1, 6, 2, 2], [8, 3, 0, 0, 0], [1, 2, 3, 4, 5]])
    return {"token_ids": token_ids.astype("int32"), "Z": Z}, np.array([0, 2, 1, 1])


def rows(strengths=None, **changed):
    x, y = batch()
    if strengths is not None:
        strengths = tf.constant(strengths, keras.config.floatx())
    return rows_of({**x, **changed}, y)._replace(strengths=strengths)


def linear(kernel):
    """Logits = Σ over time of the embeddings, times the kernel."""
    X = keras.Input((2, 2))
    dense = keras.layers.Dense(2, use_bias=False)
    classifier = keras.Model(X, dense(keras.layers.Lambda(lambda each: tf.reduce_sum(each, 1))(X)))
    dense.set_weights([np.array(kernel, "float32")])
    model = RightReasonsModel(classifier, reason_weight=1.0, penalty="expected_gradients")
    model.compile(keras.optimizers.SGD(0.0))
    return model


X = np.array([[[8.0, 1.0], [-2.0, 5.0]], [[4.0, 0.0], [6.0, 2.0]]], "float32")


@pytest.mark.parametrize("strengths", [None, [0.0, 0.25], [1.0, 0.7]])
def test_of_a_linear_model_it_is_each_marked_tokens_contribution_squared(strengths):
    """Wherever on its way the gradient is taken: there it is the same everywhere."""
    model = linear([[-0.5, 0.5], [1.0, -1.0]])  # log-odds of class 1: embedding · (1, −2)
    given = rows_of({"X": X, "Z": np.array([[0, 1], [0, 0]], "float32")}, np.array([1, 1]))
    if strengths is not None:
        given = given._replace(strengths=tf.constant(strengths))
    _, penalties = model._reasons.look(given, training=True)
    np.testing.assert_allclose(penalties, [(8 - 2) ** 2, 4**2 + (6 - 4) ** 2], rtol=1e-5)


def test_graded_marks_count_in_proportion():
    """0.25 irrelevant: a quarter of the token is taken away, and a quarter of its square counts."""
    model = linear([[-0.5, 0.5], [0.0, 0.0]])
    given = rows_of({"X": X, "Z": np.array([[0.75, 1], [1, 1]], "float32")}, np.array([1, 1]))
    _, penalties = model._reasons.look(given, training=False)
    np.testing.assert_allclose(penalties, [0.25 * (0.25 * 8) ** 2, 0], rtol=1e-5)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_the_logits_are_of_the_sentence_with_its_marked_tokens_as_strong_as_drawn(kind, training):
    model = model_of(kind)
    x, _ = batch()
    embeddings = model._halves.embed(x["token_ids"]).numpy()
    strengths = np.array([0.2, 0.9, 0.0, 0.6]) if training else np.ones(4)
    embeddings *= (x["Z"] + strengths[:, None] * (1 - x["Z"]))[..., None]
    expected = model._halves.logits(tf.constant(embeddings, tf.float32), x["token_ids"])
    given = rows(strengths if training else None)
    logits, penalties = model._reasons.look(given, training=training)
    np.testing.assert_allclose(logits, expected, rtol=1e-4, atol=1e-6)
    assert (penalties.numpy() > 0).tolist() == [True, False, True, True]


@pytest.mark.parametrize("kind", KINDS)
def test_over_the_way_it_adds_up_to_what_blanking_changes(float64, kind):
    """Completeness: the mean over the way of Σ_e difference · gradient is the difference of the
    margins at its ends. With one marked token the penalty is that number's square; its sign is that
    of the slope."""
    model = model_of(kind, num_classes=2)
    num_points, small = 400, 1e-6
    token_ids = np.tile(np.array([[2, 5, 3, 7]], "int32"), (num_points, 1))
    Z = np.ones((num_points, 4))
    Z[:, 1] = 0
    points = (np.arange(num_points) + 0.5) / num_points
    given = rows_of({"token_ids": token_ids, "Z": Z}, np.zeros(num_points, int))
    given = given._replace(strengths=tf.constant(points))
    roots = np.sqrt(model._reasons.look(given, training=True)[1].numpy())

    def log_odds(strength):
        embeddings = model._halves.embed(token_ids) * (Z + strength * (1 - Z))[..., None]
        logits = model._halves.logits(embeddings, token_ids)
        return (logits[:, 1] - logits[:, 0]).numpy()

    signs = np.sign(log_odds(points[:, None] + small) - log_odds(points[:, None] - small))
    change = (log_odds(1.0) - log_odds(0.0))[0]
    assert (signs * roots).mean() == pytest.approx(change, rel=2e-3)
    assert abs(change) > 0.001


@pytest.mark.parametrize("kind", KINDS)
def test_its_gradient_matches_finite_differences(float64, kind):
    model = model_of(kind)
    given = rows([0.2, 0.9, 0.4, 0.6])

    def value():
        return model._batch_losses(given, training=True, look=True)[0]["saliency_loss"]

    with tf.GradientTape() as tape:
        loss = value()
    gradients = tape.gradient(loss, model.trainable_variables)
    # So short that no step changes which token a maximum over the text is taken from.
    random, step = np.random.default_rng(3), 1e-6
    for weight, gradient in zip(model.trainable_variables, gradients, strict=True):
        direction = random.normal(size=weight.shape)
        exact = 0.0
        if gradient is not None:
            exact = float(tf.reduce_sum(tf.convert_to_tensor(gradient) * direction))
        before, ends = weight.numpy(), []
        for sign in (1, -1):
            weight.assign(before + sign * step * direction)
            ends.append(float(value()))
        weight.assign(before)
        numeric = (ends[0] - ends[1]) / (2 * step)
        assert exact == pytest.approx(numeric, rel=1e-4, abs=1e-9), weight.path


def trained(model, Z=None, epochs=3):
    x, y = batch()
    if Z is not None:
        x["Z"] = Z
    model.run_eagerly = True  # compiling takes longer than all of the steps
    history = model.fit(x, y, epochs=epochs, batch_size=2, shuffle=False, verbose=0).history
    return model.classifier.get_weights(), history


def test_without_marks_it_trains_as_a_plain_model():
    ones = np.ones((4, 5))
    weights, history = trained(model_of(), ones)
    plain = model_of()
    plain.reason_weight = 0.0
    expected, reported = trained(plain, ones)
    assert history["saliency_loss"] == [0, 0, 0]
    assert history["loss"] == pytest.approx(reported["loss"], rel=1e-6)
    for ours, theirs in zip(weights, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


def test_the_same_seed_trains_the_same_model_and_another_seed_another():
    first, again, other = (trained(model_of(seed=seed))[0] for seed in (7, 7, 8))
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, two)
    assert any((one != two).any() for one, two in zip(first, other, strict=True))


def test_what_is_drawn_depends_on_the_step_and_not_on_what_was_drawn_before():
    whole = [random_strengths(3, 5, step).numpy() for step in range(4)]
    np.testing.assert_array_equal(random_strengths(3, 5, 2), whole[2])
    assert len({tuple(each) for each in whole}) == 4
    assert len(np.unique(np.concatenate(whole))) == 12


@pytest.mark.parametrize("scaled", [False, True])
def test_of_batches_whose_gradients_are_added_up_each_draws_anew(scaled):
    optimizer = keras.optimizers.SGD(0.1, gradient_accumulation_steps=3)
    given = keras.optimizers.LossScaleOptimizer(optimizer) if scaled else optimizer
    weight = keras.Variable(1.0)
    seen = []
    for _ in range(7):
        seen.append(int(batches_seen(given)))
        given.apply([tf.constant(1.0)], [weight])
    assert seen == list(range(7))


def test_all_strengths_are_equally_likely():
    drawn = np.concatenate([random_strengths(64, 0, step).numpy() for step in range(200)])
    assert drawn.min() >= 0
    assert drawn.max() < 1
    np.testing.assert_allclose(np.quantile(drawn, [0.1, 0.5, 0.9]), [0.1, 0.5, 0.9], atol=0.02)


def test_what_is_evaluated_is_the_sentence_as_it_is_and_repeats_exactly():
    model = model_of()
    x, y = batch()
    first, second = (
        model.evaluate(x, y, batch_size=4, verbose=0, return_dict=True) for _ in range(2)
    )
    assert first == second
    crosses = keras.losses.sparse_categorical_crossentropy(
        y, model.classifier(x["token_ids"]), from_logits=True
    )
    assert first["classification_loss"] == pytest.approx(float(np.mean(crosses)), rel=1e-5)


def test_a_saved_model_keeps_its_seed(tmp_path):
    model = model_of(seed=9)
    model.save(tmp_path / "model.keras")
    assert keras.models.load_model(tmp_path / "model.keras").seed == 9


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, True, "a"])
def test_a_seed_out_of_range_is_refused(seed):
    with pytest.raises(ConfigError, match="seed must be 0 to 4294967295"):
        model_of(seed=seed)
