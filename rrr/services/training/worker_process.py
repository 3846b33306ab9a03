"""A process that trains what is queued for workers, run after run; several work side by side.

It shares nothing with the app but the database and the folder, or store, of the checkpoints. When
it is told to end, it gives its run back; when it is killed, the others find that out. Either way
another worker goes on with the run.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from rrr.errors import StorageError
from rrr.records import Run
from rrr.services.permissions import require_somewhere
from rrr.services.training import ownership, stopped_runs
from rrr.services.training.attempt import attempt, or_interrupted
from rrr.services.training.job import Job
from rrr.services.workspace import Workspace
from rrr.store import run_owner_queries, run_queries

SECONDS_BETWEEN_LOOKS = 0.5
"""How often a worker without a run looks for one, and for workers that have died."""

SECONDS_BETWEEN_TRIES = 2.0
"""How long it waits where the database cannot be reached."""

_log = logging.getLogger(__name__)


def work(
    workspace: Workspace,
    should_end: Callable[[], bool],
    tell: Callable[[Run], None] = lambda run: None,
    *,
    until_empty: bool = False,
) -> None:
    """Train queued runs until told to end. One call at a time in a process: the seed that a
    training sets is the process's.

    Args:
        workspace: whose runs.
        should_end: asked several times a second, also while a run is trained; the run is given
            back then.
        tell: called with a run that was taken, and again with what has become of it.
        until_empty: end by itself when nothing waits for a worker any more.
    """
    workspace = require_somewhere(workspace, "train").opened
    name = ownership.new_worker(workspace)
    last: Job | None = None
    try:
        while not should_end():
            run = _taken(workspace, name)
            if run is not None:
                tell(run)
                with or_interrupted(workspace, [run.id], name):
                    last = attempt(workspace, run, last, should_end)
                with suppress(StorageError):
                    tell(run_queries.find(workspace.database, run.id) or run)
            elif until_empty and not _is_waited_for(workspace):
                break
            else:
                time.sleep(SECONDS_BETWEEN_LOOKS)
    finally:
        ownership.leave(workspace, name)


def _taken(workspace: Workspace, name: str) -> Run | None:
    """The next run, which is this worker's from now on; None if there is none just now."""
    try:
        workspace.database.presence.announce(name)
        ownership.recover(workspace)
        return run_owner_queries.claim(workspace.database, ownership.ANY_WORKER, name)
    except StorageError as error:  # a server that is away comes back
        _log.warning("No run could be taken: %s", error)
        time.sleep(SECONDS_BETWEEN_TRIES)
        stopped_runs.write_down_all()
        return None


def _is_waited_for(workspace: Workspace) -> bool:
    return ownership.ANY_WORKER in run_owner_queries.owners_at_work(workspace.database)
