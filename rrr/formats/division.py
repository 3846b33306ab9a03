"""Divides texts into those to train on, to validate and to test with, where a file does not."""

from __future__ import annotations

from rrr.formats.digest_file import DigestFile, Part, digest_at
from rrr.records import TEST, TRAIN, VALIDATION
from rrr.text import words_key


class Division:
    """Divides different texts 70 : 15 : 15 in the order of their hashes.

    Memory: the different labels.
    """

    def __init__(self) -> None:
        self._validation_from = self._test_from = b""
        self._digests = DigestFile()
        self._numbers: dict[str | None, int] = {}  # of labels

    def add(self, text: str, label: str | None) -> None:
        """Take a text into account."""
        number = self._numbers.setdefault(label, len(self._numbers))
        self._digests.add(words_key(text), number)

    def close(self) -> dict[str, set[str]]:
        """Set the bounds; returns each split with the labels in it."""
        count = sum(len(part.digests) for part in self._digests.parts())
        test_begins = min(round(0.85 * count), count - 1)  # at least one test text
        validation_begins = min(round(0.70 * count), test_begins)
        stretches = {
            TRAIN: range(validation_begins),
            VALIDATION: range(validation_begins, test_begins),
            TEST: range(test_begins, count),
        }
        labels = list(self._numbers)
        splits: dict[str, set[str]] = {}
        before = 0
        for part in self._digests.parts():
            here = range(before, before + len(part.digests))
            if validation_begins in here:
                self._validation_from = digest_at(part, validation_begins - before)
            if test_begins in here:
                self._test_from = digest_at(part, test_begins - before)
            for split, stretch in stretches.items():
                begin, end = (
                    max(stretch.start, before) - before,
                    min(stretch.stop, here.stop) - before,
                )
                if begin < end:
                    numbers = set(_numbers(part, begin, end))
                    of_split = splits.setdefault(split, set())
                    of_split.update(label for n in numbers if (label := labels[n]) is not None)
            before = here.stop
        self._digests = DigestFile()
        return splits

    def split_of(self, text: str) -> str:
        """The split of a text, once the bounds are set."""
        digest = words_key(text)
        if digest >= self._test_from:
            return TEST
        return VALIDATION if digest >= self._validation_from else TRAIN


def _numbers(part: Part, begin: int, end: int) -> list[int]:
    """The numbers of the digests from one place to before another."""
    stop = part.starts[end] if end < len(part.starts) else len(part.numbers)
    found: list[int] = part.numbers[part.starts[begin] : stop].tolist()
    return found
