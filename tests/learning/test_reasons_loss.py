"""The penalty in a training loop of one's own, and the hooks of the model."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import rrr
from rrr.records import PENALTY_KINDS

IDS = np.array([[2, 3, 4, 0], [5, 6, 7, 8]], "int32")
LABELS = np.array([0, 1])
Z = np.array([[1, 0, 1, 1], [1, 1, 1, 1]], "float32")


def classifier() -> keras.Model:
    keras.utils.set_random_seed(0)
    return rrr.build_classifier(
        "average", vocabulary_size=9, embedding_size=4, hidden_size=3, num_classes=2
    )


@pytest.mark.parametrize("penalty", PENALTY_KINDS)
def test_it_is_the_saliency_loss_of_the_model_row_by_row(penalty: str) -> None:
    own = classifier()
    logits, per_row = rrr.reasons_loss(own, IDS, LABELS, Z, penalty=penalty, training=False)
    assert per_row[0] > 0
    assert per_row[1] == 0  # nothing is marked there
    model = rrr.RightReasonsModel(own, 1.0, penalty=penalty)
    model.compile(run_eagerly=True)
    x = {"token_ids": IDS, "Z": Z}
    report = model.evaluate(x, LABELS, return_dict=True, verbose=0)
    np.testing.assert_allclose(tf.reduce_mean(per_row), report["saliency_loss"], rtol=1e-5)
    np.testing.assert_allclose(logits, own(IDS), rtol=1e-5)


def test_a_loop_of_ones_own_takes_the_penalty_down() -> None:
    def penalty_behind_a_loop(weight: float) -> float:
        own, optimizer = classifier(), keras.optimizers.Adam(0.05)

        @tf.function
        def step() -> tf.Tensor:
            with tf.GradientTape() as tape:
                logits, per_row = rrr.reasons_loss(own, IDS, LABELS, Z)
                loss = tf.nn.sparse_softmax_cross_entropy_with_logits(LABELS, logits)
                loss = tf.reduce_mean(loss) + weight * tf.reduce_mean(per_row)
            gradients = tape.gradient(loss, own.trainable_variables)
            optimizer.apply(gradients, own.trainable_variables)
            return tf.reduce_sum(per_row)

        optimizer.build(own.trainable_variables)
        return [float(step()) for _ in range(20)][-1]

    assert penalty_behind_a_loop(10.0) < penalty_behind_a_loop(0.0) / 2


def test_embeddings_go_in_as_they_are() -> None:
    own = keras.Sequential([keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(2)])
    X = np.random.default_rng(0).normal(size=(2, 4, 3)).astype("float32")
    _, per_row = rrr.reasons_loss(own, X, LABELS, Z)
    assert per_row.shape == (2,)


def test_another_seed_looks_at_another_point_of_the_path() -> None:
    own = classifier()
    rows = [
        rrr.reasons_loss(own, IDS, LABELS, Z, penalty="expected_gradients", seed=seed)[1][0]
        for seed in (1, 1, 2)
    ]
    assert rows[0] == rows[1] != rows[2]


def test_a_mask_that_does_not_fit_is_refused() -> None:
    with pytest.raises(rrr.AnnotationError, match="one number per token"):
        rrr.reasons_loss(classifier(), IDS, LABELS, Z[:, :2])


def test_overridden_methods_take_the_place_of_penalty_and_sum() -> None:
    class Own(rrr.RightReasonsModel):
        def reasons(self, rows: Any, training: bool) -> Any:
            logits, penalties = super().reasons(rows, training)
            return logits, tf.ones_like(penalties)

        def total_loss(self, losses: Any, reason_weight: Any) -> Any:
            return super().total_loss(losses, reason_weight) + 7.0

    model = Own(classifier(), 2.0)
    model.compile(run_eagerly=True)
    x = {"token_ids": IDS, "Z": Z}
    report = model.evaluate(x, LABELS, return_dict=True, verbose=0)
    assert report["saliency_loss"] == 1
    np.testing.assert_allclose(report["loss"], report["classification_loss"] + 9, rtol=1e-6)


@keras.saving.register_keras_serializable("tests")
def second(outputs: Any) -> Any:
    return outputs["label"]


def test_one_of_several_outputs_is_trained_and_the_classifier_keeps_all(tmp_path: Any) -> None:
    ids = keras.Input((None,), dtype="int32", name="token_ids")
    pooled = keras.layers.GlobalAveragePooling1D()(keras.layers.Embedding(9, 4)(ids))
    outputs = {
        "topic": keras.layers.Dense(3)(pooled),
        "label": keras.layers.Dense(2)(pooled),
    }
    several = keras.Model(ids, outputs)
    with pytest.raises(rrr.ConfigError, match="predictions_transform"):
        rrr.RightReasonsModel(several)
    with pytest.raises(rrr.ConfigError, match="from_logits=True for logits"):
        rrr.RightReasonsModel(several, predictions_transform=second)
    model = rrr.RightReasonsModel(several, 1.0, predictions_transform=second, from_logits=True)
    model.compile()
    x = {"token_ids": IDS, "Z": Z}
    history = model.fit(x, LABELS, verbose=0).history
    assert history["saliency_loss"][0] > 0
    assert set(model.classifier(IDS)) == {"topic", "label"}
    model.save(tmp_path / "model.keras")
    loaded = rrr.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(
        loaded.predict(x, verbose=0)["label"], model.predict(x, verbose=0)["label"], rtol=1e-5
    )
