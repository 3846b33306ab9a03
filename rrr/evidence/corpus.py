"""What one corpus offers to be measured on."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rrr.records import LabelledTexts
from rrr.text import tokenize, word_of

FREE, FLIPPED, REVISED = "free", "flipped", "revised"
"""Test splits beside `test`: without the marked words; with those of another label in their place;
with the review's meaning turned round by people."""


@dataclass(frozen=True)
class Corpus:
    """Splits with their marks, and the training texts with the marked words deleted.

    Args:
        name: a name in `rrr.evidence.corpora.CORPORA`.
        labels: class names.
        splits: `train`, `validation`, `test`, and some of `free`, `flipped`, `revised`.
        max_tokens: where texts are cut off.
        planted: whether the marked words were planted: only then the share of the saliency that
            falls on words known to be used can be measured, and there is a ceiling.
    """

    name: str
    labels: tuple[str, ...]
    splits: dict[str, LabelledTexts]
    max_tokens: int
    planted: bool


def marked_by(texts: Sequence[str], words: AbstractSet[str]) -> tuple[tuple[int, ...], ...]:
    """Indices of each text's tokens that are one of `words` (in vocabulary form)."""
    return tuple(
        tuple(i for i, token in enumerate(tokenize(text)) if word_of(token.text) in words)
        for text in texts
    )


def without_marked(data: LabelledTexts) -> LabelledTexts:
    """The texts with their marked tokens deleted, the rest joined by single spaces."""
    texts = tuple(
        " ".join(
            token.text for index, token in enumerate(tokenize(text)) if index not in set(marked)
        )
        for text, marked in zip(data.texts, data.marked, strict=True)
    )
    return LabelledTexts(texts, data.labels, ((),) * len(data))
