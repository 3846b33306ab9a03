"""What people are told to strike in a project: the usual card, or the words of its owner."""

from __future__ import annotations

from rrr.errors import AnnotationError
from rrr.records import Project
from rrr.services.audit import record
from rrr.services.permissions import require, require_own
from rrr.services.workspace import Workspace
from rrr.store import striking_advice_queries

MAX_LENGTH = 2_000


def advice_of(workspace: Workspace, project: Project) -> str | None:
    """What somebody wrote for this project; None for the usual card."""
    workspace = require(workspace, project, "look")
    return striking_advice_queries.get(workspace.database, project.id)


def write_advice(workspace: Workspace, project: Project, text: str, annotator: str) -> None:
    """Put a text in the card's place; an empty one brings the usual card back.

    Raises:
        AnnotationError: if it is too long.
    """
    workspace = require_own(workspace, project, annotator, "change the project")
    text = text.strip()
    if len(text) > MAX_LENGTH:
        raise AnnotationError(
            f"The card holds at most {MAX_LENGTH:,} characters. Received: {len(text):,}. "
            "Shorten it."
        )
    striking_advice_queries.put(workspace.database, project.id, text or None, annotator)
    record(workspace, "project", project.id, card="written" if text else "as usual")
