"""Accuracy of both models on each split and on parts of it, with intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from rrr.proportions import wilson_interval
from rrr.records import Answers


@dataclass(frozen=True)
class Proportion:
    """`hits` of `number` cases."""

    hits: int
    number: int

    @property
    def share(self) -> float:
        """In [0, 1]; 0 where there is no case."""
        return self.hits / self.number if self.number else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's, 95 %."""
        return wilson_interval(self.hits, self.number)

    @classmethod
    def of(cls, cases: np.ndarray) -> Proportion:
        """Of an array that says of each case whether it is a hit."""
        return cls(int(cases.sum()), len(cases))


@dataclass(frozen=True)
class Slice:
    """The same sentences as answered by both models. `part` is "all", "sentences with a struck
    word", "sentences without a struck word", or "labelled …"."""

    split: str
    part: str
    before: Proportion
    after: Proportion

    @property
    def name(self) -> str:
        """As people read it."""
        return self.split.replace("_", " ") + ("" if self.part == ALL else f", {self.part}")


ALL = "all"


def slices(splits: Mapping[str, tuple[Answers, Answers]], labels: tuple[str, ...]) -> list[Slice]:
    """Right answers of each split: all of it, then its parts; empty ones are left out."""
    pieces = []
    for split, (before, after) in splits.items():
        for part, rows in _parts(before, labels):
            if rows.any():
                right = Proportion.of(before.is_right[rows]), Proportion.of(after.is_right[rows])
                pieces.append(Slice(split, part, *right))
    return pieces


def _parts(answers: Answers, labels: tuple[str, ...]) -> Iterator[tuple[str, np.ndarray]]:
    everything = np.ones(len(answers), bool)
    marked = np.zeros(len(answers), bool)
    marked[answers.marked] = True
    yield ALL, everything
    if marked.any() and not marked.all():
        yield "sentences with a struck word", marked
        yield "sentences without a struck word", ~marked
    for place, label in enumerate(labels):
        yield f"labelled {label}", answers.truth == place
