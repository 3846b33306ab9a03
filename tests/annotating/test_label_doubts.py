"""A label is doubted where the words of other sentences speak against it, and only there."""

from __future__ import annotations

import random

import pytest

from rrr.annotating.label_doubts import doubtful_labels
from rrr.records import LabelledTexts

GOOD, BAD = ("warm", "bright", "lovely", "kind"), ("cold", "dull", "grim", "flat")


def sentences(number: int, seed: int) -> tuple[list[str], list[str]]:
    drawn = random.Random(seed)
    texts, labels = [], []
    for n in range(number):
        words = (GOOD, BAD)[n % 2]
        texts.append(f"film {n}: {' and '.join(drawn.sample(words, 3))}")
        labels.append(("good", "bad")[n % 2])
    return texts, labels


def of(texts: list[str], labels: list[str], struck: dict[int, int] | None = None) -> LabelledTexts:
    marked = tuple(((struck or {})[n],) if n in (struck or {}) else () for n in range(len(texts)))
    return LabelledTexts(tuple(texts), tuple(labels), marked)


def test_planted_wrong_labels_are_found_first_in_every_split() -> None:
    texts, labels = sentences(200, 0)
    test_texts, test_labels = sentences(20, 1)
    for wrong in (10, 33, 120):
        labels[wrong] = {"good": "bad", "bad": "good"}[labels[wrong]]
    test_labels[4] = "bad"
    splits = {"train": of(texts, labels), "test": of(test_texts, test_labels)}
    found = doubtful_labels(splits, "train", 100)
    assert {(each.split, each.row) for each in found} == {
        ("train", 10), ("train", 33), ("train", 120), ("test", 4),
    }  # fmt: skip
    assert {doubt.row: doubt.likely_label for doubt in found}[10] == "good"
    assert len(doubtful_labels(splits, "train", 2)) == 2


def test_struck_words_have_no_say() -> None:
    texts = [f"Odeon {n}" if n % 2 else f"Rialto {n}" for n in range(40)]
    labels = ["good" if n % 2 else "bad" for n in range(40)]
    labels[7] = "bad"
    assert [each.row for each in doubtful_labels({"train": of(texts, labels)}, "train", 9)] == [7]
    struck = of(texts, labels, dict.fromkeys(range(40), 0))
    assert doubtful_labels({"train": struck}, "train", 9) == []


@pytest.mark.parametrize("labels", [[], ["good"] * 6])
def test_without_two_labels_nothing_is_doubted(labels: list[str]) -> None:
    data = of([f"film {n}" for n in range(len(labels))], labels)
    assert doubtful_labels({"train": data}, "train", 9) == []
