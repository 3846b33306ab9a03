"""What happened in a project, without the numbers of the database it happened in.

Sentences go by their place in the project, from 0. Changes of labels, snapshots and runs go by
numbers of their own, which mean something only beside each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rrr.records.run import Run
from rrr.records.snapshot import Snapshot, SnapshotContent
from rrr.records.training_config import EpochReport


@dataclass(frozen=True)
class PastRelabelling:
    """Labels that one person changed at one moment: place -> (label before, label after)."""

    annotator: str
    created_at: datetime
    labels_before: tuple[str, ...]
    labels_after: tuple[str, ...]
    changes: dict[int, tuple[str | None, str | None]]


@dataclass(frozen=True)
class PastSnapshot:
    """A snapshot and what it holds.

    `last_example_id` of the snapshot is the place of the last sentence it knows, −1 for none;
    `last_relabelling_id` is how many changes of labels came before it.
    """

    snapshot: Snapshot
    content: SnapshotContent


@dataclass(frozen=True)
class PastRun:
    """A run that is over, with what it reported."""

    run: Run
    epochs: tuple[EpochReport, ...]


@dataclass(frozen=True)
class ProjectHistory:
    """Changes of labels and snapshots, oldest first, and runs, oldest first.

    `striking_advice` is what the owner tells the people who strike words; None: the usual card.
    """

    relabellings: tuple[PastRelabelling, ...] = ()
    snapshots: tuple[PastSnapshot, ...] = ()
    runs: tuple[PastRun, ...] = ()
    striking_advice: str | None = None
