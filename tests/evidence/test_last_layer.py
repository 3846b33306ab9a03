"""The last layer alone is fitted anew, to groups of equal size."""

from __future__ import annotations

import numpy as np
import pytest

from rrr.evidence.last_layer import balanced, fitted_layer, groups_of, last_layer_retrained
from rrr.learning.classifiers import build_classifier
from rrr.learning.initial_weights import draw_weights
from rrr.learning.last_layer import last_layer_inputs, with_last_layer
from rrr.learning.trained import TrainedClassifier
from rrr.records import LabelledTexts, TrainingConfig
from rrr.text import Vocabulary

VOCABULARY = Vocabulary(("good", "bad", "rialto", "lumina", "film"))
LABELS = ("negative", "positive")


def trained(kind: str = "average") -> TrainedClassifier:
    """Reads every word, and relies on the two names alone."""
    classifier = build_classifier(
        kind, vocabulary_size=len(VOCABULARY), embedding_size=6, hidden_size=8, num_classes=2
    )
    draw_weights(classifier, 0)
    plain = TrainedClassifier(classifier, VOCABULARY, LABELS, TrainingConfig(max_tokens=9), "")
    names = last_layer_inputs(plain, ["lumina film", "rialto film"])
    kernel = np.zeros((names.shape[1], 2), "float32")
    kernel[:, 1] = 50 * (names[1] - names[0])
    middle = names.mean(axis=0) @ kernel
    return with_last_layer(plain, kernel, -middle)


HELD_OUT = LabelledTexts(
    ("rialto good film",) * 30
    + ("lumina bad film",) * 30
    + ("good film", "rialto bad film", "bad film", "lumina good film") * 3,
    ("positive",) * 30 + ("negative",) * 30 + ("positive", "negative", "negative", "positive") * 3,
    ((0,),) * 60 + ((), (0,), (), (0,)) * 3,
)


def test_a_group_is_a_label_with_or_without_a_marked_word_that_is_read() -> None:
    groups = groups_of(HELD_OUT, max_tokens=9)
    assert {group: len(rows) for group, rows in groups.items()} == {
        ("negative", False): 3,
        ("negative", True): 33,
        ("positive", False): 3,
        ("positive", True): 33,
    }
    assert {is_marked for _, is_marked in groups_of(HELD_OUT, max_tokens=0)} == {False}


def test_a_subset_has_as_many_texts_of_each_group() -> None:
    groups = groups_of(HELD_OUT, max_tokens=9)
    rows = balanced(groups, np.random.default_rng(0))
    assert [int(np.isin(rows, of_group).sum()) for of_group in groups.values()] == [3, 3, 3, 3]
    assert len(set(rows.tolist())) == 12


def test_a_layer_of_weak_penalty_tells_apart_what_can_be_and_a_strong_one_shrinks_it() -> None:
    inputs, truth = np.array([[-2.0], [-1.0], [1.0], [2.0]]), np.array([0, 0, 1, 1])
    weak, strong = (fitted_layer(inputs, truth, 2, strength) for strength in (1e-3, 10.0))
    assert ((inputs @ weak[:-1] + weak[-1]).argmax(axis=1) == truth).all()
    assert 0 < strong[0, 1] < weak[0, 1]
    # At the minimum the slope is 0: mean of x · (p − y) = −strength · w, worked out by hand.
    logits = inputs @ strong[:-1] + strong[-1]
    share = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    slope = inputs[:, 0] @ (share[:, 1] - truth) / 4
    assert slope == pytest.approx(-10 * strong[0, 1], abs=1e-4)


@pytest.mark.parametrize("kind", ["average", "cnn"])
def test_the_same_words_are_weighed_anew_and_nothing_else_changes(kind: str) -> None:
    plain = trained(kind)
    before = [weight.copy() for weight in plain.classifier.get_weights()]
    texts = ["good film", "bad film", "rialto bad film", "lumina good film"]
    assert plain.probabilities(["rialto film", "lumina film"]).argmax(axis=1).tolist() == [1, 0]
    retrained = last_layer_retrained(plain, HELD_OUT, seed=0)
    assert retrained.probabilities(texts).argmax(axis=1).tolist() == [1, 0, 0, 1]
    for mine, given, now in zip(
        retrained.classifier.get_weights()[:-2],
        before[:-2],
        plain.classifier.get_weights()[:-2],
        strict=True,
    ):
        np.testing.assert_array_equal(mine, given)
        np.testing.assert_array_equal(now, given)
    again = last_layer_retrained(plain, HELD_OUT, seed=0)
    np.testing.assert_array_equal(again.probabilities(texts), retrained.probabilities(texts))
