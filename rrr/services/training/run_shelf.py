"""What becomes of runs that are over: their names, stars, deleting and bringing them back."""

from __future__ import annotations

from rrr.errors import RunError
from rrr.records import Run
from rrr.services.audit import record
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
    return _recorded(workspace, run_id, renamed=name)


def star(workspace: Workspace, run_id: int, starred: bool) -> Run:
    """Put a star on a run or take it off. Raises NotFound if there is no such run."""
    workspace = require_for_run(workspace, run_id, "train")
    run_shelf_queries.star(workspace.database, run_id, starred)
    return _recorded(workspace, run_id, starred=starred)


def delete(workspace: Workspace, run_id: int) -> None:
    """Delete a run that is over. It is hidden at once, and gone for good, with its checkpoint, when
    the program starts a day later or after; until then `restore` brings it back.

    Raises:
        NotFound: if there is no such run.
        RunError: if it is queued or running.
    """
    workspace = require_for_run(workspace, run_id, "train")
    run_shelf_queries.delete(workspace.database, run_id)
    project_id = run_queries.project_of(workspace.database, run_id)
    record(workspace, "delete", project_id, run=run_id)


def restore(workspace: Workspace, run_id: int) -> Run:
    """Bring a deleted run back. Raises NotFound if it is gone for good."""
    workspace = require_for_run(workspace, run_id, "train")
    run_shelf_queries.restore(workspace.database, run_id)
    return _recorded(workspace, run_id, restored=True)


def _recorded(workspace: Workspace, run_id: int, **detail: object) -> Run:
    run = run_queries.get(workspace.database, run_id)
    record(workspace, "run", run.project_id, run=run_id, **detail)
    return run
