"""Worker processes that a Ray cluster starts, one for each run that waits.

Each is the same `work` as that of `rrr work`, as a task of Ray that ends when nothing waits any
more. So claiming, reporting and cancelling go by the database, as everywhere. If a node is lost,
Ray starts its task again elsewhere, which finds the run of the dead worker and goes on with it.
"""

from __future__ import annotations

import logging
import threading
from typing import Any
from weakref import WeakKeyDictionary

from rrr.services.training import ownership
from rrr.services.training.ray_cluster import connected, refuse_if_missing
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import run_owner_queries

__all__ = ["call_up", "refuse_if_missing"]

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_tasks: WeakKeyDictionary[Workspace, list[Any]] = WeakKeyDictionary()
"""The tasks that this process has begun, as far as they are not over: one for each run."""


def call_up(workspace: Workspace) -> None:
    """See to it that there is a task for each run that workers have or are to have; returns soon.

    Raises:
        ConfigError: if the cluster cannot be reached.
    """
    workspace = workspace.opened
    owners = run_owner_queries.owners_of_active(workspace.database)
    if ownership.ANY_WORKER not in owners:
        return
    ray = connected()
    with _lock:
        tasks = _tasks.setdefault(workspace, [])
        if tasks:
            over, tasks[:] = ray.wait(tasks, num_returns=len(tasks), timeout=0)
            for task in over:
                _tell_of_failure(ray, task)
        num_needed = sum(map(ownership.is_for_workers, owners))
        train = ray.remote(_work).options(num_cpus=1, max_retries=ownership.MAX_RESUMED)
        tasks += [train.remote(workspace.settings) for _ in range(num_needed - len(tasks))]


def _tell_of_failure(ray: Any, task: Any) -> None:
    try:
        ray.get(task)
    except Exception as error:  # whatever a node or a database can do; its run is taken up again
        _log.warning("A worker on the Ray cluster has ended: %s", type(error).__name__)


def _work(settings: Settings) -> None:
    """What runs on the cluster."""
    from rrr.services.training.worker_process import work

    workspace = Workspace(settings)
    try:
        work(workspace, lambda: False, until_empty=True)
    finally:
        workspace.close()
