"""A project and its examples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rrr.records.marks import Annotation
from rrr.records.merge import Adjudication

TRAIN, VALIDATION, TEST = "train", "validation", "test"
"""Split names. Any other split name is one more test split (the demo has two)."""


@dataclass(frozen=True)
class Project:
    """A set of examples to be annotated and trained on."""

    id: int
    name: str
    labels: tuple[str, ...]
    split_sizes: dict[str, int]  # in the order train, validation, test, then the others
    is_demo: bool
    created_at: datetime

    @property
    def num_examples(self) -> int:
        return sum(self.split_sizes.values())


@dataclass(frozen=True)
class Given:
    """How another tool had divided a text, and what was highlighted there, as its file had it.

    Offsets are code points. `tokens` have a start and an end, ascend and do not overlap; `spans`
    have a label, too. Nothing here counts in this way: it is kept to be given back.
    """

    tokens: tuple[tuple[int, int], ...] = ()
    spans: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True)
class NewExample:
    """A text read from a file, not stored yet. `label` is None where the file has none.

    `answers` were given on it before it was exported, their `example_id` says nothing; `spared` are
    places of rules, among those that come along, which an exception keeps out of it. `rationale`
    are the tokens that were given as evidence for the label: the opposite of a mark.
    `adjudication` is what a reviewer had decided. `given` is None unless a tool's file divided the
    text or highlighted parts of it.
    """

    text: str
    label: str | None
    split: str
    answers: tuple[Annotation, ...] = ()
    spared: frozenset[int] = frozenset()
    rationale: tuple[int, ...] = ()
    adjudication: Adjudication | None = None
    given: Given | None = None


@dataclass(frozen=True)
class Example:
    """One stored text. `position` counts from 0 within the project, in file order."""

    id: int
    project_id: int
    position: int
    split: str
    text: str
    label: str | None
