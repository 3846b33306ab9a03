"""Texts that a file or a project holds more than once: kept in one split, and counted.

Texts are equal if they have the same words in the same order, that is, if no model can tell them
apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from rrr.formats.digest_file import DIGEST_BYTES, DigestFile
from rrr.records import TEST, TRAIN, VALIDATION, Example, NewExample
from rrr.text import words_key

_NO_LABEL = -1


@dataclass(frozen=True)
class Repeats:
    """What a file repeats, of itself or of the project it is added to.

    `num_repeated` examples have a text that stands before them, `num_moved` of them were put in its
    split instead of their own. `num_contradictory` and `num_in_two_splits` count texts of the file
    that have more than one label, or stand in more than one split.
    """

    num_repeated: int = 0
    num_moved: int = 0
    num_contradictory: int = 0
    num_in_two_splits: int = 0


class _Met(NamedTuple):
    """How a text was met: with a label and in a split, by their numbers; in the project or in the
    file."""

    label: int
    split: int
    in_file: bool


class RepeatedTexts:
    """Sends one example after another to the split of its text, and counts.

    Memory: of the project's texts a hash of 16 bytes and a number each; of the file's none.

    Args:
        examples: those a project has already; their texts keep their split.

    Attributes:
        num_known: how many these were.
    """

    def __init__(self, examples: Iterable[Example] = ()) -> None:
        self._digests = DigestFile()
        self._numbers: dict[_Met, int] = {}
        self._labels: dict[str, int] = {}
        self._splits: dict[str, int] = {}
        self._num_placed = self._num_moved = 0
        self.num_known = 0
        for self.num_known, example in enumerate(examples, start=1):
            self._add(words_key(example.text), example, in_file=False)
        self._before = _SplitsOf(self._digests, list(self._numbers), list(self._splits))

    def placed(self, example: NewExample) -> NewExample:
        """The example, in the split its text has in the project, if it has one there."""
        key = words_key(example.text)
        before = self._before.splits(key)
        if before and example.split not in before:
            example = replace(example, split=_first(before))
            self._num_moved += 1
        self._num_placed += 1
        self._add(key, example, in_file=True)
        return example

    def repeats(self) -> Repeats:
        """What was found among the examples placed so far."""
        num_new = num_contradictory = num_in_two_splits = 0
        met = np.array(list(self._numbers), dtype=np.int64).reshape(-1, len(_Met._fields))
        for part in self._digests.parts():
            labels, splits, in_file = met[part.numbers].T
            of_file = np.maximum.reduceat(in_file, part.starts) == 1
            first_labels = np.minimum.reduceat(
                np.where(labels == _NO_LABEL, len(self._labels), labels), part.starts
            )
            contradicts = np.maximum.reduceat(labels, part.starts) > first_labels
            differs = np.not_equal(
                np.minimum.reduceat(splits, part.starts), np.maximum.reduceat(splits, part.starts)
            )
            num_new += int(np.minimum.reduceat(in_file, part.starts).sum())
            num_contradictory += int((of_file & contradicts).sum())
            num_in_two_splits += int((of_file & differs).sum())
        num_repeated = self._num_placed - num_new
        return Repeats(num_repeated, self._num_moved, num_contradictory, num_in_two_splits)

    def _add(self, key: bytes, example: Example | NewExample, *, in_file: bool) -> None:
        label = _NO_LABEL
        if example.label is not None:
            label = self._labels.setdefault(example.label, len(self._labels))
        met = _Met(label, self._splits.setdefault(example.split, len(self._splits)), in_file)
        self._digests.add(key, self._numbers.setdefault(met, len(self._numbers)))


class _SplitsOf:
    """The splits in which each text of a project stands."""

    def __init__(self, digests: DigestFile, met: list[_Met], names: list[str]) -> None:
        numbers: dict[frozenset[str], int] = {}
        digests_of_parts, numbers_of_parts = (
            [np.empty(0, f"S{DIGEST_BYTES}")],
            [np.empty(0, np.uint32)],
        )
        for part in digests.parts():
            digests_of_parts.append(part.digests)
            sets = (
                frozenset(names[met[number].split] for number in group)
                for group in np.split(part.numbers, part.starts[1:])
            )
            places = (numbers.setdefault(each, len(numbers)) for each in sets)
            numbers_of_parts.append(np.fromiter(places, np.uint32, len(part.digests)))
        self._digests, self._numbers = (
            np.concatenate(digests_of_parts),
            np.concatenate(numbers_of_parts),
        )
        self._sets = list(numbers)

    def splits(self, digest: bytes) -> frozenset[str]:
        """None, if the project does not have the text."""
        if not self._sets:
            return frozenset()
        place = int(np.searchsorted(self._digests, np.bytes_(digest)))
        if place == len(self._digests) or self._digests[place] != np.bytes_(digest):
            return frozenset()
        return self._sets[self._numbers[place]]


def _first(splits: frozenset[str]) -> str:
    usual = (name for name in (TRAIN, VALIDATION, TEST) if name in splits)
    return next(usual, min(splits))
