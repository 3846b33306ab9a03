"""Adds up, word by word, what a model leans on in the sentences it is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rrr.label_skew import label_skew
from rrr.records import WordReading


class WordTally:
    """Mass, sentences and label counts of each word. Words come in the vocabulary's form."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._places = {label: place for place, label in enumerate(labels)}
        self._mass: dict[str, float] = {}
        # One list a word: its sentences, then those of each label. Cheaper than a Counter each.
        self._counts: dict[str, list[int]] = {}
        self._labelled = [0] * len(labels)

    def add(self, words: Sequence[str], shares: Iterable[float], label: str | None) -> None:
        """Count one sentence: its words in order, each with its share of the saliency."""
        place = None if label is None else self._places[label]
        if place is not None:
            self._labelled[place] += 1
        for word, share in zip(words, shares, strict=True):
            self._mass[word] = self._mass.get(word, 0.0) + share
        for word in set(words):
            counts = self._counts.setdefault(word, [0] * (1 + len(self._places)))
            counts[0] += 1
            if place is not None:
                counts[1 + place] += 1

    def heaviest(self, count: int) -> list[WordReading]:
        """The words with the most mass, the heaviest first."""
        total = sum(self._labelled)
        prior = {
            label: self._labelled[place] / total if total else 0.0
            for label, place in self._places.items()
        }
        words = sorted(self._mass, key=lambda word: (-self._mass[word], word))[:count]
        return [
            WordReading(word, self._mass[word], counts[0], label_skew(per_label, prior))
            for word in words
            for counts in (self._counts[word],)
            for per_label in (dict(zip(self._places, counts[1:], strict=True)),)
        ]
