"""Sentences that are likely labelled wrongly: the same words with different labels, and labels that
the other sentences' words speak against."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from rrr.annotating.label_doubts import doubtful_labels
from rrr.last_used import LastUsed
from rrr.records import TRAIN, Example, Project
from rrr.services import background
from rrr.services.background import Failed, Pending
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.permissions import require, require_for_each
from rrr.services.workspace import Workspace
from rrr.store import example_queries
from rrr.text import words_key

MOST = 100
"""Of each kind that are given."""


@dataclass(frozen=True)
class DoubtfulSentence:
    """A sentence as it was looked at, and the label that it looks like."""

    example: Example
    likely_label: str


@dataclass(frozen=True)
class LabelDoubts:
    """What to look at: groups of sentences that no model can tell apart but whose labels differ,
    and sentences whose words speak against their label, the likeliest first."""

    contradictions: tuple[tuple[Example, ...], ...]
    doubts: tuple[DoubtfulSentence, ...]


def label_doubts(workspace: Workspace, project: Project) -> LabelDoubts:
    """Look at all labelled sentences; takes some seconds."""
    workspace = require(workspace, project, "label")
    splits = marked_splits(workspace, project).splits
    ids = {
        name: example_queries.labelled_ids(workspace.database, project.id, name) for name in splits
    }
    doubtful = [
        doubt for doubt in doubtful_labels(splits, TRAIN, MOST) if doubt.row < len(ids[doubt.split])
    ]
    examples = example_queries.by_ids(
        workspace.database, [ids[doubt.split][doubt.row] for doubt in doubtful]
    )
    doubts = tuple(
        DoubtfulSentence(example, doubt.likely_label)
        for example, doubt in zip(examples, doubtful, strict=True)
        if example.label == doubt.label
    )
    return LabelDoubts(_contradictions(workspace, project), doubts)


def label_doubts_soon(workspace: Workspace, project: Project) -> LabelDoubts | Pending | Failed:
    """As `label_doubts`, for pages: a thread looks. What was found stays until `look_again`."""
    workspace = require(workspace, project, "label")
    key = workspace.settings, project.id
    return background.soon(
        ("label doubts", key),
        lambda: _known.get(key),
        lambda _: _known.put(key, label_doubts(workspace, project)),
    )


def look_again(workspace: Workspace, project: Project) -> None:
    """Forget what was found."""
    workspace = require(workspace, project, "label")
    _known.forget((workspace.settings, project.id))


_known: LastUsed[Hashable, LabelDoubts] = LastUsed(4)


def still_open(workspace: Workspace, examples: list[Example]) -> list[Example]:
    """Those of the sentences whose label is still the one that was looked at."""
    workspace = require_for_each(workspace, [example.project_id for example in examples], "label")
    current = example_queries.by_ids(workspace.database, [example.id for example in examples])
    labels = {example.id: example.label for example in current}
    return [example for example in examples if labels.get(example.id, ...) == example.label]


def _contradictions(workspace: Workspace, project: Project) -> tuple[tuple[Example, ...], ...]:
    labels: dict[bytes, set[str]] = {}
    for example in example_queries.stream_of(workspace.database, project.id):
        if example.label is not None:
            labels.setdefault(words_key(example.text), set()).add(example.label)
    keys = [key for key, of_words in labels.items() if len(of_words) > 1][:MOST]
    groups: dict[bytes, list[Example]] = {key: [] for key in keys}
    if groups:
        for example in example_queries.stream_of(workspace.database, project.id):
            group = groups.get(words_key(example.text))
            if group is not None and example.label is not None:
                group.append(example)
    return tuple(tuple(group) for group in groups.values())
