"""Runs that have stopped although the database could not be told so: its disk is full, say.

Until that can be written, they are kept here, so that nobody takes them for running. The worker
tries again every few seconds, and whoever starts a run or looks at the list does, too.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Lock
from weakref import WeakKeyDictionary

from rrr.records import ACTIVE_STATUSES, Run
from rrr.services.workspace import Workspace
from rrr.store import run_queries

_log = logging.getLogger(__name__)
_lock = Lock()
_unwritten: WeakKeyDictionary[Workspace, dict[int, tuple[str, str]]] = WeakKeyDictionary()
"""Run id -> its owner, and why it has stopped; empties itself when that can be written."""


def stop(workspace: Workspace, run_ids: Iterable[int], owner: str, why: str) -> None:
    """These runs of an owner are not worked on any more; they can be resumed."""
    with _lock:
        stopped = _unwritten.setdefault(workspace.opened, {})
        stopped.update(dict.fromkeys(run_ids, (owner, why)))
    write_down_all()


def write_down(workspace: Workspace) -> None:
    """Write which runs have stopped, if that is still to be written.

    Raises:
        StorageError: if it cannot be written yet.
    """
    with _lock:
        stopped = dict(_unwritten.get(workspace.opened, {}))
    for run_id, (owner, why) in stopped.items():
        run_queries.set_interrupted(workspace.database, run_id, why, owner)
        with _lock:
            _unwritten[workspace.opened].pop(run_id, None)


def write_down_all() -> bool:
    """Write what can be written now, in all workspaces; whether something is left."""
    with _lock:
        workspaces = [workspace for workspace, stopped in _unwritten.items() if stopped]
    left = False
    for workspace in workspaces:
        try:
            write_down(workspace)
        except Exception as error:  # whoever calls must live on
            _log.warning("It could not be written that runs have stopped: %s", error)
            left = True
    return left


def as_it_is(workspace: Workspace, run: Run) -> Run:
    """The run as the database has it, or as interrupted if the database does not know yet."""
    with _lock:
        owner, why = _unwritten.get(workspace.opened, {}).get(run.id, (None, ""))
    if owner is None or owner != run.owner or run.status not in ACTIVE_STATUSES:
        return run
    return replace(run, status="interrupted", error=why, finished_at=datetime.now(UTC))
