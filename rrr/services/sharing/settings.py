"""How an owner has a project's sentences shared out. One function for each setting."""

from __future__ import annotations

from dataclasses import replace

from rrr.records import Project, Sharing
from rrr.services.audit import record
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import sharing_queries


def sharing_of(workspace: Workspace, project: Project) -> Sharing:
    """How the sentences are shared out; the usual values if nobody has chosen."""
    workspace = require(workspace, project, "look")
    return sharing_queries.sharing_of(workspace.database, project.id)


def set_people_per_sentence(workspace: Workspace, project: Project, number: int) -> Sharing:
    """Let so many people answer each sentence of the overlap. Answers stay as they are.

    Raises:
        ConfigError: if `number` is out of its range.
        NotAllowed: if this person is no owner.
    """
    workspace = require(workspace, project, "change the project")
    return _set(workspace, project, people_per_sentence=number)


def set_overlap(workspace: Workspace, project: Project, share: float) -> Sharing:
    """Give this share of the training sentences, from 0 to 1, to several people each.

    Raises:
        ConfigError: if `share` is out of its range.
        NotAllowed: if this person is no owner.
    """
    workspace = require(workspace, project, "change the project")
    return _set(workspace, project, overlap=share)


def count_overlap(workspace: Workspace, project: Project, share: float) -> int:
    """How many training sentences an overlap of this size has."""
    workspace = require(workspace, project, "look")
    return sharing_queries.count_overlap(workspace.database, project.id, share)


def _set(workspace: Workspace, project: Project, **changes: float) -> Sharing:
    sharing = replace(sharing_of(workspace, project), **changes)  # type: ignore[arg-type]
    sharing_queries.set_sharing(workspace.database, project.id, sharing)
    record(workspace, "project", project.id, **changes)
    return sharing
