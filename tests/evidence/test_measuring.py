"""What the texts of a method are, and what is measured on them."""

from __future__ import annotations

import numpy as np
import pytest

from rrr.evidence import measuring
from rrr.evidence.methods import SWAPPING, method_named
from rrr.records import LabelledTexts
from rrr.text import texts_of
from tests.explaining.linear_classifier import linear

DATA = LabelledTexts(
    ("Seen at the Rialto, good.", "Bad at the Lumina!") * 40,
    ("positive", "negative") * 40,
    ((3,), (3,)) * 40,
)


def test_swapped_words_no_longer_go_with_a_label_and_the_others_stay() -> None:
    swapped = measuring.prepared(DATA, method_named(SWAPPING), "0 train")
    words = np.array([texts_of(text)[3] for text in swapped.texts])
    labels = np.array(DATA.labels)
    for label in ("positive", "negative"):
        share = (words[labels == label] == "Rialto").mean()
        assert 0.25 < share < 0.75
    assert set(words) == {"Rialto", "Lumina"}
    for before, after in zip(DATA.texts, swapped.texts, strict=True):
        assert before.split()[:3] == after.split()[:3]
    assert swapped.labels == DATA.labels
    assert not any(swapped.marked)
    assert swapped == measuring.prepared(DATA, method_named(SWAPPING), "0 train")


def test_the_worst_labels_accuracy_is_told_beside_that_of_all() -> None:
    data = LabelledTexts(
        ("good", "rialto", "bad", "good"),
        ("positive", "positive", "negative", "negative"),
        ((),) * 4,
    )
    assert measuring._accuracies(linear(), data) == pytest.approx((0.75, 0.5))
