"""Who changed which labels, and what they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Relabelling:
    """What one person changed at one moment: the labels of `number` examples, and perhaps which
    labels the project has."""

    id: int
    project_id: int
    annotator: str
    created_at: datetime
    labels_before: tuple[str, ...]
    labels_after: tuple[str, ...]
    number: int


@dataclass(frozen=True)
class LabelChange:
    """The last change of one example's label; None for no label."""

    before: str | None
    after: str | None
    annotator: str
    created_at: datetime
    relabelling_id: int


@dataclass(frozen=True)
class LabelsThen:
    """The labels of a project as they were at one moment: its labels in order, and those of the
    examples that have been changed since."""

    labels: tuple[str, ...]
    of_examples: Mapping[int, str | None] = field(default_factory=dict)
