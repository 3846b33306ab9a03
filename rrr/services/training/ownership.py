"""Which process is to train a run, and what becomes of a run whose process has ended.

A run has an owner: the process that queued it and trains it itself, or a worker process. What is
queued for workers belongs to `ANY_WORKER` until one of them takes it, in one transaction, so that
no two take the same. Owners are seen to live by `Database.presence`. Whoever notices first that an
owner has died lets go of its runs: those of a worker are queued for the other workers again, the
others are called "interrupted" and wait for somebody to resume them.
"""

from __future__ import annotations

import atexit
import threading
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4
from weakref import WeakSet

from filelock import Timeout

from rrr.errors import StorageError
from rrr.records import ACTIVE_STATUSES
from rrr.services import leftovers
from rrr.services.training import stopped_runs
from rrr.services.training.run_checkpoints import delete_checkpoint_of
from rrr.services.training.turns import lock_of_turn
from rrr.services.training.unfinished import forget, kept_ids
from rrr.services.workspace import Workspace
from rrr.store import deleting, run_owner_queries, run_queries, run_shelf_queries

ANY_WORKER = "workers"
"""The owner of runs that are queued for whichever worker process comes first."""

MAX_RESUMED = 5
"""How often a run goes on by itself. One whose worker dies once more may be what kills them, and
waits for a person."""

DELETED_FOR = timedelta(days=1)
"""How long a deleted run can be restored, at least."""

_WORKER = "worker-"
_OWN_NAME = uuid4().hex[:20]
"""This process as an owner of runs that it trains itself."""
_lock = threading.Lock()
_known: WeakSet[Workspace] = WeakSet()
"""Where this process has announced itself."""
_recovered: WeakSet[Workspace] = WeakSet()
"""Tidied up once."""


def owner_of_new(workspace: Workspace) -> str:
    """Who is to train what is queued here."""
    if workspace.settings.executor != "thread":
        return ANY_WORKER
    workspace = workspace.opened
    workspace.database.presence.announce(_OWN_NAME)  # from now on others see that it lives
    with _lock:
        if workspace not in _known:
            _known.add(workspace)
            atexit.register(leave, workspace, _OWN_NAME)
    return _OWN_NAME


def new_worker(workspace: Workspace) -> str:
    """The name of a worker process that begins now; from now on others see that it lives."""
    name = f"{_WORKER}{uuid4().hex[:20]}"
    workspace.database.presence.announce(name)
    return name


def count_workers(workspace: Workspace) -> int:
    """How many worker processes are there, at work or waiting for a run."""
    return sum(name.startswith(_WORKER) for name in workspace.database.presence.alive())


def is_for_workers(owner: str | None) -> bool:
    """Whether a run of this owner is for worker processes, or one of them has it."""
    return owner is not None and (owner == ANY_WORKER or owner.startswith(_WORKER))


def leave(workspace: Workspace, name: str) -> None:
    """At the end of a process: what it was still to do is left to others."""
    if workspace.settings.workspace.is_dir():
        with suppress(StorageError):  # whoever looks next finds that it has ended
            let_go(workspace, name)
        workspace.database.presence.withdraw(name)


def let_go(workspace: Workspace, name: str | None) -> None:
    """The runs of an owner that has ended, or is about to, are trained by it no more."""
    if name is not None and name.startswith(_WORKER):
        run_owner_queries.give_back(
            workspace.database,
            name,
            ANY_WORKER,
            MAX_RESUMED,
            "The worker process that trained it has ended once more. Look whether the machine has "
            "enough memory, then resume the run.",
        )
    else:
        run_owner_queries.mark_interrupted(workspace.database, name)


def recover(workspace: Workspace) -> None:
    """Let go of the runs of processes that have died, and tidy up once.

    Where nothing can be written now, because the disk is full, say, the next call tries again.
    """
    with suppress(StorageError):
        _recover(workspace)


def _recover(workspace: Workspace) -> None:
    workspace = workspace.opened
    stopped_runs.write_down(workspace)
    for name in dead_owners(workspace, run_owner_queries.owners_at_work(workspace.database)):
        let_go(workspace, name)
        if name is not None:
            workspace.database.presence.withdraw(name)
    with _lock:
        if workspace in _recovered:
            return
        _recovered.add(workspace)
    deleting.delete_hidden(workspace.database)
    leftovers.remove_hidden(workspace.settings)
    for run_id in run_shelf_queries.purge(workspace.database, DELETED_FOR):
        delete_checkpoint_of(workspace, run_id)
    for run_id in kept_ids(workspace):
        if not can_go_on(workspace, run_id):
            forget(workspace, run_id)


def dead_owners(workspace: Workspace, names: set[str | None]) -> set[str | None]:
    """Those of these owners whose process has ended."""
    named = names - {ANY_WORKER, None}
    dead = named - workspace.database.presence.alive() if named else set()
    return dead | {None} if None in names and _nobody_trains(workspace) else dead


def _nobody_trains(workspace: Workspace) -> bool:
    """For runs that an older version queued, which named no owner: asked when we first look."""
    if workspace.opened in _recovered:
        return False
    try:
        with lock_of_turn(workspace).acquire(blocking=False):
            return True
    except Timeout:
        return False


def can_go_on(workspace: Workspace, run_id: int) -> bool:
    """Whether a run is still to be trained, or may be, by whomever."""
    run = run_queries.find(workspace.database, run_id)
    return run is not None and run.status in (*ACTIVE_STATUSES, "interrupted")
