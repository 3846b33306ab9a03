"""What becomes of runs that are over: their names, stars, deleting and bringing them back."""

from __future__ import annotations

from rrr.errors import RunError
from rrr.records import Run
from rrr.services.permissions import require_for_run
from rrr.services.workspace import Workspace
from rrr.store import run_queries, run_shelf_queries

MAX_NAME_LENGTH = 80


def rename(workspace: Workspace, run_id: int, name: str) -> Run:
    """Give a run another name; several may have the same.

    Raises:
        NotFound: if there is no such run.
        RunError: if the name is empty or too long.
    """
    workspace = require_for_run(workspace, run_id, "train")
    name = " ".join(name.split())
    if not 1 <= len(name) <= MAX_NAME_LENGTH:
        raise RunError(
            f"A run's name must have 1 to {MAX_NAME_LENGTH} characters. "
            f"Received: {len(name)}. Choose another name."
        )
    run_shelf_queries.rename(workspace.database, run_id, name)
    return run_queries.get(workspace.database, run_id)


def star(workspace: Workspace, run_id: int, starred: bool) -> Run:
    """Put a star on a run or take it off. Raises NotFound if there is no such run."""
    workspace = require_for_run(workspace, run_id, "train")
    run_shelf_queries.star(workspace.database, run_id, starred)
    return run_queries.get(workspace.database, run_id)


def delete(workspace: Workspace, run_id: int) -> None:
    """Delete a run that is over. It is hidden at once, and gone for good, with its checkpoint, when
    the program starts a day later or after; until then `restore` brings it back.

    Raises:
        NotFound: if there is no such run.
        RunError: if it is queued or running.
    """
    workspace = require_for_run(workspace, run_id, "train")
    run_shelf_queries.delete(workspace.database, run_id)


def restore(workspace: Workspace, run_id: int) -> Run:
    """Bring a deleted run back. Raises NotFound if it is gone for good."""
    workspace = require_for_run(workspace, run_id, "train")
    run_shelf_queries.restore(workspace.database, run_id)
    return run_queries.get(workspace.database, run_id)
