"""Which examples hold a word: built in one pass, then asked in constant time."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable

from rrr.records import TRAIN, Example
from rrr.text import tokenize, word_of


class WordIndex:
    """The words of a project's examples. Words are asked for in the vocabulary's form."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._labels: list[str | None] = []
        self._in_training: dict[str, array[int]] = {}
        for example in examples:
            if example.split != TRAIN:
                continue
            number = len(self._labels)
            self._labels.append(example.label)
            for word in {word_of(token.text) for token in tokenize(example.text)}:
                self._in_training.setdefault(word, array("L")).append(number)

    def sentences(self, word: str) -> int:
        """In how many training examples the word stands."""
        return len(self._in_training.get(word, ()))

    def sentences_per_label(self, word: str) -> dict[str, int]:
        """In how many training examples of each label the word stands; unlabelled ones left out."""
        labels = (self._labels[number] for number in self._in_training.get(word, ()))
        return dict(Counter(label for label in labels if label is not None))
