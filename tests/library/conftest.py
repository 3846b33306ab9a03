"""A fitted estimator that all tests of the library look at."""

from __future__ import annotations

from typing import Any

import pytest

import rrr

WORDS = {"Corvane", "Palvero"}


def reviews(count: int = 80) -> tuple[list[str], list[str]]:
    """Short reviews in which a cinema agrees with the label."""
    kinds = [("good", "warm bright lovely", "Corvane"), ("bad", "cold dull grim", "Palvero")]
    texts, labels = [], []
    for number in range(count):
        label, opinions, cinema = kinds[number % 2]
        opinion = opinions.split()[number // 2 % 3]
        texts.append(f"Number {number}: a {opinion} film, seen at the {cinema}.")
        labels.append(label)
    return texts, labels


@pytest.fixture(scope="session")
def fitted() -> Any:
    texts, labels = reviews()
    estimator = rrr.RightReasonsClassifier(
        classifier="average",
        reason_weight=10.0,
        embedding_size=8,
        hidden_size=8,
        epochs=8,
        learning_rate=0.03,
    )
    return estimator.fit(texts, labels, irrelevant=WORDS)
