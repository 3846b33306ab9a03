"""Whether a run that is repeated comes to the same numbers."""

from __future__ import annotations

from rrr.errors import RunError
from rrr.services.permissions import require_for_run
from rrr.services.training import equal_numbers
from rrr.services.training.versions import differences, inputs_of
from rrr.services.workspace import Workspace
from rrr.store import run_progress_queries, run_queries


def what_has_changed(workspace: Workspace, run_id: int) -> list[str]:
    """What a repetition would do with another version than the run, each in words; empty if its
    numbers are bound to be the same."""
    workspace = require_for_run(workspace, run_id, "review")
    run = run_queries.get(workspace.database, run_id)
    return differences(run.versions, inputs_of(run.config))


def numbers_that_differ(workspace: Workspace, run_id: int) -> list[str]:
    """Where a finished repetition gave other numbers than the run it repeats, each in words.

    Raises:
        NotFound: if one of the two is gone.
        RunError: if the run repeats none, or has not finished.
    """
    workspace = require_for_run(workspace, run_id, "review")
    run = run_queries.get(workspace.database, run_id)
    if run.origin != "repeated" or run.origin_run_id is None or run.status != "finished":
        raise RunError(f"Run {run_id} is no finished repetition of another one.")
    first = run_queries.get(workspace.database, run.origin_run_id)
    return equal_numbers.differing(
        first,
        run_progress_queries.epochs(workspace.database, first.id),
        run,
        run_progress_queries.epochs(workspace.database, run_id),
    )
