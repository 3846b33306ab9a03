"""Who trains what is queued here (`RRR_EXECUTOR`): the thread of this process, worker processes
that somebody has started, or worker processes that a Ray cluster starts."""

from __future__ import annotations

from collections.abc import Hashable

from rrr.services import background
from rrr.services.permissions import require
from rrr.services.training import ownership, ray_workers, worker
from rrr.services.workspace import Workspace
from rrr.store import run_owner_queries, run_queries


def owner_of_new(workspace: Workspace) -> str:
    """The owner of a run that is queued now.

    Raises:
        ConfigError: if a Ray cluster is to train, and Ray is not installed.
    """
    if workspace.settings.executor == "ray":
        ray_workers.refuse_if_missing()
    return ownership.owner_of_new(workspace)


def hand_over(workspace: Workspace, owner: str, run_ids: list[int]) -> None:
    """Have queued runs trained. Workers that somebody has started find theirs themselves."""
    if owner != ownership.ANY_WORKER:
        worker.submit(workspace, owner, run_ids)
    elif run_ids and workspace.settings.executor == "ray":
        background.retry(_calling_up(workspace))  # somebody has pressed a button
        ray_workers.call_up(workspace)


def look_after(workspace: Workspace) -> None:
    """Let go of the runs of processes that have died, and see to it that what waits is trained."""
    ownership.recover(workspace)
    if (
        workspace.settings.executor == "ray"
        and ownership.ANY_WORKER in run_owner_queries.owners_at_work(workspace.database)
    ):  # whoever looks does not wait for the cluster
        background.begin(_calling_up(workspace), lambda _: ray_workers.call_up(workspace))


def lacks_worker(workspace: Workspace, project_id: int) -> bool:
    """Whether a run of a project waits for somebody to start a worker process."""
    workspace = require(workspace, project_id, "review")
    if workspace.settings.executor == "ray":  # it starts them itself, when it has the processors
        return False
    return any(
        run.status == "queued" and run.owner == ownership.ANY_WORKER
        for run in run_queries.list_of(workspace.database, project_id)
    ) and not ownership.count_workers(workspace)


def _calling_up(workspace: Workspace) -> Hashable:
    return "ray", workspace.settings
