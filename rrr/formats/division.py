"""Divides texts into those to train on, to validate and to test with, where a file does not."""

from __future__ import annotations

from dataclasses import dataclass

from rrr.records import TEST, TRAIN, VALIDATION
from rrr.text import words_key


@dataclass
class Division:
    """Divides different texts 70 : 15 : 15 in the order of their hashes."""

    validation_from: bytes = b""
    test_from: bytes = b""

    def __post_init__(self) -> None:
        self._labels_of: dict[bytes, frozenset[str]] = {}
        self._interned: dict[frozenset[str], frozenset[str]] = {}

    def add(self, text: str, label: str | None) -> None:
        digest = words_key(text)
        known = self._labels_of.get(digest, frozenset())
        if label is None or label in known:
            self._labels_of.setdefault(digest, known)
        else:
            both = known | {label}
            self._labels_of[digest] = self._interned.setdefault(both, both)

    def close(self) -> dict[str, set[str]]:
        """Set the bounds; returns each split with the labels in it."""
        ordered = sorted(self._labels_of)
        count = len(ordered)
        test_begins = min(round(0.85 * count), count - 1)  # at least one test text
        bounds = {TRAIN: 0, VALIDATION: min(round(0.70 * count), test_begins), TEST: test_begins}
        if count:
            self.validation_from = ordered[bounds[VALIDATION]]
            self.test_from = ordered[bounds[TEST]]
        splits: dict[str, set[str]] = {}
        for digest in ordered:
            splits.setdefault(self._split(digest), set()).update(self._labels_of[digest])
        self._labels_of.clear()
        return splits

    def split_of(self, text: str) -> str:
        return self._split(words_key(text))

    def _split(self, digest: bytes) -> str:
        if digest >= self.test_from:
            return TEST
        return VALIDATION if digest >= self.validation_from else TRAIN
