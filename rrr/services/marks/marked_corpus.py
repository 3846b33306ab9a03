"""A project's sentences with their marks: as they are now, or as a snapshot has kept them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from rrr.annotating.snapshot_marks import MarksOf
from rrr.errors import AnnotationError
from rrr.records import (
    Example,
    KeptMarks,
    KeptShares,
    LabelledTexts,
    Project,
    Rule,
    SnapshotContent,
)
from rrr.services.marks.project_merge import merge_of
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import example_queries, snapshot_queries


def present(
    workspace: Workspace, project: Project
) -> tuple[SnapshotContent, int, dict[str, LabelledTexts], str]:
    """The marks as they are now, the last example's id, the splits, and the data's hash.

    Raises:
        AnnotationError: names the sentence whose marks cannot be had, and says what to do.
    """
    state, _, last_example_id = snapshot_queries.state_of(workspace.database, project.id)
    rules = [
        Rule(place, project.id, rule.kind, rule.pattern, rule.num_sentences, _ANY_TIME)
        for place, rule in enumerate(state.rules)
    ]
    chosen = merge_of(workspace, project)
    marks_of = MarksOf(state, rules, chosen)
    marks: KeptMarks = {}
    shares: KeptShares = {}
    splits, data_hash = splits_upto(workspace, project, last_example_id, marks, shares, marks_of)
    merge = chosen.policy if state.has_shared_sentences else None
    return SnapshotContent(marks, state, shares, merge), last_example_id, splits, data_hash


_ANY_TIME = datetime.min


def labelled_texts(workspace: Workspace, project: Project) -> dict[str, LabelledTexts]:
    """Everything there is to train and measure on, by split; examples without label left out.

    Rules strike in every sentence, hands in the reviewed ones. What several people struck in one
    sentence is put together as the project's owner has chosen (`rrr.annotating.merging`).

    Raises:
        AnnotationError: names the sentence whose marks cannot be had, and says what to do.
    """
    workspace = require(workspace, project, "review")
    return present(workspace, project)[2]


def splits_upto(
    workspace: Workspace,
    project: Project,
    last_example_id: int,
    marks: KeptMarks,
    shares: KeptShares,
    marks_of: MarksOf | None = None,
    labels_then: Mapping[int, str | None] | None = None,
) -> tuple[dict[str, LabelledTexts], str]:
    """The labelled sentences up to the example `last_example_id` with their marks, and the hash of
    all sentences up to there; with `marks_of`, the marks are found and added to `marks` and
    `shares`.

    `labels_then` has the labels of examples that have been changed since, by their ids."""
    earlier = labels_then or {}
    rows: dict[str, list[_Row]] = {name: [] for name in project.split_sizes}
    digest = hashlib.sha256()
    for example in _upto(workspace, project, last_example_id):
        label = earlier.get(example.id, example.label)
        hashed = f"{example.split}\0{label!r}\0{len(example.text)}\0{example.text}\0"
        digest.update(hashed.encode())
        if marks_of is not None:
            try:
                of_sentence = marks_of(example.id, example.text)
            except AnnotationError as error:
                page = f"/annotate?project={project.id}&example={example.id}"
                raise AnnotationError(f"Sentence {example.id} ({page}): {error}") from error
            if of_sentence.struck:
                marks[example.id] = of_sentence.struck, of_sentence.made_by
            if of_sentence.shares:
                shares[example.id] = of_sentence.shares
        if label is not None:
            struck = marks[example.id][0] if example.id in marks else ()
            of_split = rows.setdefault(example.split, [])
            of_split.append(_Row(example.text, label, struck, shares.get(example.id, ())))
    splits = {name: _texts_of(of_split) for name, of_split in rows.items()}
    return splits, digest.hexdigest()[:16]


class _Row(NamedTuple):
    text: str
    label: str
    struck: tuple[int, ...]
    shares: tuple[tuple[int, float], ...]


def _texts_of(rows: list[_Row]) -> LabelledTexts:
    return LabelledTexts(
        tuple(row.text for row in rows),
        tuple(row.label for row in rows),
        tuple(row.struck for row in rows),
        tuple(row.shares for row in rows) if any(row.shares for row in rows) else (),
    )


def _upto(workspace: Workspace, project: Project, last_example_id: int) -> Iterator[Example]:
    for example in example_queries.stream_of(workspace.database, project.id):
        if example.id > last_example_id:
            return
        yield example
