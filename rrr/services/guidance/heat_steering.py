"""How far what the model sees steers the people who mark: the blind control sentences' measure."""

from __future__ import annotations

from rrr.annotating.steering import Steering, steering
from rrr.records import Project
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries

LAST = 2_000
"""Answers it is told from, the latest of all annotators."""


def measure(workspace: Workspace, project: Project) -> Steering:
    """Compare the last answers given with what the model sees, and those given without."""
    workspace = require(workspace, project, "review")
    marked = annotation_queries.with_status(workspace.database, project.id, "marked", limit=LAST)
    return steering(marked)
