"""Marks as they were: taking a snapshot, and training with it.

What changed between two is told by `snapshot_difference`; `back_to_snapshot` goes back to one.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from rrr.annotating import masks
from rrr.errors import AnnotationError, RunError
from rrr.last_used import LastUsed
from rrr.records import TRAIN, LabelledTexts, Project, Snapshot
from rrr.services.marks.marked_corpus import present, splits_upto
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import project_queries, relabelling, snapshot_queries
from rrr.text import tokenizer_hash


@dataclass(frozen=True)
class SnapshotUse:
    """A snapshot, and the runs that were trained with it, oldest first; there may be none, where it
    was only kept so that going back to another one can be undone."""

    snapshot: Snapshot
    run_ids: tuple[int, ...]


def take(workspace: Workspace, project: Project) -> Snapshot:
    """Keep the marks as they are now; if nothing has changed, the snapshot there is.

    Reads all sentences, unless this process has taken the same snapshot before.

    Raises:
        AnnotationError: if marks do not fit their sentences.
    """
    workspace = require(workspace, project, "train")
    version = project_queries.marks_version(workspace.database, project.id)
    key, moment = (workspace.settings, project.id), (version, project.num_examples)
    last_taken = _taken.get(key)
    if last_taken is not None and last_taken[0] == moment:
        return last_taken[1]
    while True:
        last_relabelling = relabelling.last_id(workspace.database, project.id)
        content, last_example_id, splits, data_hash = present(workspace, project)
        if last_relabelling == relabelling.last_id(workspace.database, project.id):
            break  # nobody has changed a label meanwhile
    training = splits.get(TRAIN, LabelledTexts((), (), ()))
    snapshot = snapshot_queries.add(
        workspace.database,
        project.id,
        content,
        marks_hash=masks.marks_hash(splits),
        data_hash=data_hash,
        tokenizer_hash=tokenizer_hash(),
        last_example_id=last_example_id,
        last_relabelling_id=last_relabelling,
        num_marked_tokens=sum(map(len, training.marked)),
        num_marked_sentences=sum(map(bool, training.marked)),
    )
    if version == project_queries.marks_version(workspace.database, project.id):
        _taken.put(key, (moment, snapshot))  # of no later marks
    return snapshot


_taken: LastUsed[Hashable, tuple[Hashable, Snapshot]] = LastUsed(16)
"""Of projects, with the moment each is of."""


def list_snapshots(workspace: Workspace, project_id: int) -> list[SnapshotUse]:
    """All snapshots of a project, newest first."""
    workspace = require(workspace, project_id, "review")
    return [SnapshotUse(*row) for row in snapshot_queries.list_of(workspace.database, project_id)]


def load(workspace: Workspace, project: Project, snapshot_id: int) -> dict[str, LabelledTexts]:
    """The sentences with labels as they were, by split, with the marks as they were: what a run
    with this snapshot trains and is measured on. Sentences added since are not among them.

    Raises:
        NotFound: if there is no such snapshot.
        RunError: if the sentences themselves, or how they are divided into words, have changed.
    """
    snapshot = snapshot_queries.get(workspace.database, snapshot_id)
    refuse_other_words(snapshot)
    content = snapshot_queries.content_of(workspace.database, snapshot_id)
    labels = relabelling.labels_then(
        workspace.database, project.id, snapshot.last_relabelling_id
    ).of_examples
    splits, data_hash = splits_upto(
        workspace,
        project,
        snapshot.last_example_id,
        content.marks,
        content.shares,
        labels_then=labels,
    )
    if data_hash != snapshot.data_hash:
        raise RunError(
            f"The sentences of “{project.name}” are not those of snapshot {snapshot_id} any "
            f"more. Its marks would fall on other words. Train with the marks as they are now."
        )
    return splits


def merge_used(workspace: Workspace, snapshot_id: int | None) -> str | None:
    """How the marks of several people were put together, a key of `MERGE_SENTENCES`; None where no
    two people had reviewed the same sentence, or where the marks were not kept.

    Raises:
        NotFound: if there is no such snapshot.
    """
    if snapshot_id is None:
        return None
    snapshot = snapshot_queries.get(workspace.database, snapshot_id)
    require(workspace, snapshot.project_id, "review")
    return snapshot.merge


def labels_of(workspace: Workspace, project: Project, snapshot_id: int) -> tuple[str, ...]:
    """The project's labels as they were, in order.

    Raises:
        NotFound: if there is no such snapshot.
    """
    snapshot = snapshot_queries.get(workspace.database, snapshot_id)
    return relabelling.labels_then(
        workspace.database, project.id, snapshot.last_relabelling_id
    ).labels


def refuse_other_words(snapshot: Snapshot) -> None:
    """Raise AnnotationError if texts are divided into words in another way than then."""
    if snapshot.tokenizer_hash != tokenizer_hash():
        raise AnnotationError(
            f"Snapshot {snapshot.id} is from a version that split texts into words in another "
            f"way. Its marks would fall on other words. Use that version of Right Reasons, or "
            f"the marks as they are now."
        )
