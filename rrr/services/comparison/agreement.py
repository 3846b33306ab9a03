"""How far two models' heatmaps agree with the evidence that people gave for the labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rrr.last_used import LastUsed
from rrr.records import DEFAULT_SALIENCY, TEST, TRAIN, Project, Run
from rrr.services import background
from rrr.services.background import Failed, Pending
from rrr.services.comparison.pairs import RunPair
from rrr.services.permissions import require
from rrr.services.training.models import explain
from rrr.services.workspace import Workspace
from rrr.store import rationale_queries

if TYPE_CHECKING:
    from rrr.explaining.plausibility import Plausibility

MAX_SENTENCES = 300
"""Read by each model, evenly spread over the split."""


@dataclass(frozen=True)
class Agreement:
    """Measured on sentences of a split that came with evidence for their label."""

    split: str
    before: Plausibility
    after: Plausibility


def agreement_soon(
    workspace: Workspace, project: Project, pair: RunPair
) -> Agreement | Pending | Failed | None:
    """The agreement of both; None for a project without evidence. A thread measures it."""
    workspace = require(workspace, project, "review")
    split = _split(workspace, project)
    if split is None:
        return None
    return background.soon(
        ("agreement", workspace.settings, pair.before.id, pair.after.id, split),
        lambda: _stored(workspace, project, pair, split),
        lambda should_stop: _measure(workspace, project, pair, split),
    )


def agreement(workspace: Workspace, project: Project, pair: RunPair) -> Agreement | None:
    """The same; waits while it is measured."""
    split = _split(workspace, project)
    if split is None:
        return None
    _measure(workspace, project, pair, split)
    return _stored(workspace, project, pair, split)


def _split(workspace: Workspace, project: Project) -> str | None:
    """Where there is evidence: the test split, else one that nothing was trained on."""
    splits = rationale_queries.splits_with(workspace.database, project.id)
    unseen = [split for split in splits if split != TRAIN] or splits
    return TEST if TEST in unseen else next(iter(unseen), None)


_Key = tuple[object, ...]


def _key(workspace: Workspace, project: Project, run: Run, split: str) -> _Key:
    # Sentences that are added later may bring evidence, too.
    return workspace.settings.workspace, project.id, project.num_examples, run.id, split


def _stored(workspace: Workspace, project: Project, pair: RunPair, split: str) -> Agreement | None:
    before, after = (
        _measured.get(_key(workspace, project, run, split)) for run in (pair.before, pair.after)
    )
    return None if before is None or after is None else Agreement(split, before, after)


def _measure(workspace: Workspace, project: Project, pair: RunPair, split: str) -> None:
    from rrr.explaining.plausibility import plausibility

    rows = rationale_queries.texts_with(workspace.database, project.id, split, MAX_SENTENCES)
    texts, rationales = [text for text, _ in rows], [tokens for _, tokens in rows]
    for run in (pair.before, pair.after):
        key = _key(workspace, project, run, split)
        if _measured.get(key) is None:
            explained = explain(workspace, run, texts, DEFAULT_SALIENCY)
            saliency = [explanation.saliency for explanation in explained]
            _measured.put(key, plausibility(saliency, rationales))


_measured: LastUsed[_Key, Plausibility] = LastUsed(64)
