"""Starting, watching and cancelling runs. The training itself is the worker's (`executors`).

Two runs come of one press: a baseline (λ = 0) and one with the marks, equal in all else, so that
what differs between them is what the marks did.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from rrr.errors import ConfigError, RunError
from rrr.records import ACTIVE_STATUSES, EpochReport, Run, TrainingConfig
from rrr.services.audit import record
from rrr.services.marks import snapshots
from rrr.services.permissions import require, require_for_run
from rrr.services.training import executors, planning, stopped_runs
from rrr.services.training.run_checkpoints import checkpoints_known, refuse_start_without_model
from rrr.services.training.versions import inputs_of
from rrr.services.workspace import Workspace
from rrr.store import project_queries, run_progress_queries, run_queries, snapshot_queries

SECONDS_BETWEEN_LOOKS = 0.1
"""How often `wait` looks at the database."""


def start_pair(
    workspace: Workspace,
    project_id: int,
    config: TrainingConfig,
    snapshot_id: int | None = None,
) -> tuple[Run, Run]:
    """Queue a baseline and a run with the marks as they are now; returns at once.

    What exists already is not made again, whichever process made it: an equal run with the marks
    that is queued or running is returned together with its baseline, and an equal baseline serves
    again, finished or not.

    Args:
        workspace: where the project is.
        project_id: what to train on.
        config: the settings of the run with the marks; the baseline differs only in λ = 0.
        snapshot_id: train with the marks of this snapshot, on the sentences of then.

    Returns:
        The baseline and the run with the marks; both have the same `pair_id`.

    Raises:
        ConfigError: if λ is 0.
        RunError: if nothing is struck out in the training split, or the run to start from has no
            trained model.
        NotFound: if there is no such project or snapshot.
    """
    workspace = require(workspace, project_id, "train")
    executors.look_after(workspace)
    project = project_queries.get(workspace.database, project_id)
    if config.reason_weight == 0:
        raise ConfigError(
            "λ must be more than 0 to train with your marks. Received: 0. "
            "A baseline with λ = 0 is trained beside it in any case."
        )
    refuse_start_without_model(workspace, project_id, config)
    if snapshot_id is None:
        snapshot = snapshots.take(workspace, project)
    else:
        snapshot = snapshot_queries.get(workspace.database, snapshot_id)
    if snapshot.project_id != project_id:
        raise RunError(
            f"Snapshot {snapshot.id} belongs to another project. Choose one of “{project.name}”."
        )
    if snapshot.num_marked_tokens == 0:
        raise RunError(
            "No word is struck in the training sentences. Strike at least one word on the "
            "Annotate page first."
        )
    is_usable = _usable_models(workspace, config)
    baseline, marked = _queue(
        workspace,
        project_id,
        lambda known: planning.pair(known, snapshot, config, is_usable),
    )
    return baseline, marked


def start_baseline(workspace: Workspace, project_id: int, config: TrainingConfig) -> Run:
    """Queue only a run without marks, to see what is learned before anything is struck out.

    An equal one that is under way, or has finished under the same versions and can still be loaded,
    is returned instead.

    Args:
        workspace: where the project is.
        project_id: what to train on.
        config: the settings; its λ plays no part.

    Raises:
        NotFound: if there is no such project.
    """
    workspace = require(workspace, project_id, "train")
    executors.look_after(workspace)
    project = project_queries.get(workspace.database, project_id)
    snapshot = snapshots.take(workspace, project)
    is_usable = _usable_models(workspace, config)
    (baseline,) = _queue(
        workspace,
        project_id,
        lambda known: planning.baseline(known, snapshot, config, is_usable),
    )
    return baseline


def resume(workspace: Workspace, run_id: int) -> Run:
    """Have an interrupted run go on behind the last epoch it has finished; returns at once.

    Its numbers will be those of a run that was never interrupted. One that is queued or running
    again stays as it is.

    Raises:
        NotFound: if there is no such run.
        RunError: if it was not interrupted.
    """
    workspace = require_for_run(workspace, run_id, "train")
    executors.look_after(workspace)
    run = run_queries.get(workspace.database, run_id)
    if run.status == "interrupted":
        planning.refuse_without_snapshot(run)
        owner = executors.owner_of_new(workspace)
        if run_queries.set_queued_again(workspace.database, run_id, owner):
            record(workspace, "train", run.project_id, run=run_id, resumed=True)
            executors.hand_over(workspace, owner, [run_id])
        run = run_queries.get(workspace.database, run_id)
    if run.status not in ACTIVE_STATUSES:
        raise RunError(
            f"Run {run_id} is {run.status}. Only an interrupted run can go on; "
            "retry it, or start a new one."
        )
    return run


def retry(workspace: Workspace, run_id: int) -> Run:
    """Queue a failed, cancelled or interrupted run anew, with its settings and its marks as they
    were, and its baseline with it where that has not finished; returns at once.

    Returns:
        The new run, or an equal one that is under way.

    Raises:
        NotFound: if there is no such run.
        RunError: if it has finished, or was made by a version that kept no marks.
    """
    workspace = require_for_run(workspace, run_id, "train")
    executors.look_after(workspace)
    run = run_queries.get(workspace.database, run_id)
    if run.status == "finished":
        raise RunError(f"Run {run_id} has finished: there is nothing to retry. Repeat it instead.")
    planning.refuse_without_snapshot(run)
    is_usable = _usable_models(workspace, run.config)
    return _queue(workspace, run.project_id, lambda known: planning.retried(known, run, is_usable))[
        -1
    ]


def repeat(workspace: Workspace, run_id: int) -> Run:
    """Queue a finished run once more, exactly: its settings, its seed, its marks, the sentences of
    then; returns at once. `repetition` tells what may keep its numbers from being the same, and
    afterwards whether they are.

    Returns:
        The new run, or one that repeats the same run and is under way.

    Raises:
        NotFound: if there is no such run.
        RunError: if it has not finished, or was made by a version that kept no marks.
    """
    workspace = require_for_run(workspace, run_id, "train")
    executors.look_after(workspace)
    run = run_queries.get(workspace.database, run_id)
    if run.status != "finished":
        raise RunError(f"Run {run_id} is {run.status}. Only a finished run can be repeated.")
    planning.refuse_without_snapshot(run)
    (queued,) = _queue(workspace, run.project_id, lambda known: [planning.repeated(known, run)])
    return queued


def list_runs(workspace: Workspace, project_id: int) -> list[Run]:
    """All runs of a project, newest first; those whose process has died are "interrupted"."""
    workspace = require(workspace, project_id, "review")
    executors.look_after(workspace)
    known = run_queries.list_of(workspace.database, project_id)
    return [stopped_runs.as_it_is(workspace, run) for run in known]


def get_run(workspace: Workspace, run_id: int) -> Run:
    """Raises NotFound if there is no such run."""
    workspace = require_for_run(workspace, run_id, "review")
    return stopped_runs.as_it_is(workspace, run_queries.get(workspace.database, run_id))


def epochs(workspace: Workspace, run_id: int) -> list[EpochReport]:
    """What the run has reported so far, in the order of its epochs."""
    workspace = require_for_run(workspace, run_id, "review")
    return run_progress_queries.epochs(workspace.database, run_id)


def cancel(workspace: Workspace, run_id: int) -> Run:
    """Cancel a run that waits or works; one that is over stays as it is.

    Its work stops within a second (compiling, which cannot be interrupted, within a few more); the
    next queued run goes on.

    Raises:
        NotFound: if there is no such run.
    """
    workspace = require_for_run(workspace, run_id, "train")
    is_stopped = run_queries.set_cancelled(workspace.database, run_id)
    run = run_queries.get(workspace.database, run_id)
    if is_stopped:
        record(workspace, "stop", run.project_id, run=run_id)
    return run


def settle(workspace: Workspace, run_id: int) -> None:
    """Have a running search for λ end with the best one found so far, as soon as there is one."""
    workspace = require_for_run(workspace, run_id, "train")
    run_progress_queries.settle(workspace.database, run_id)


def wait(
    workspace: Workspace, run_id: int, on_epoch: Callable[[Run, EpochReport], None] | None = None
) -> Run:
    """Wait until a run is over and return it; an interrupt from the keyboard cancels it.

    Args:
        workspace: where the run is.
        run_id: a run that this or another living process has queued.
        on_epoch: called with the run as it is and each epoch's report, in order.

    Raises:
        NotFound: if there is no such run, or it is deleted meanwhile.
    """
    workspace = require_for_run(workspace, run_id, "review")
    num_reported, stage, is_over = 0, None, False
    try:
        while True:
            run = get_run(workspace, run_id)  # before its epochs: none is missed
            if run.stage != stage:  # another training of a search, or of a choice of the kind
                num_reported, stage = 0, run.stage
                is_over = run.stage is None and run.search is not None
            if on_epoch is not None and not is_over:  # at the end they are only told again
                reports = run_progress_queries.epochs(workspace.database, run_id)
                for report in reports[num_reported:]:
                    on_epoch(run, report)
                    num_reported += 1
            if run.status not in ACTIVE_STATUSES:
                return run
            time.sleep(SECONDS_BETWEEN_LOOKS)
    except KeyboardInterrupt:
        run_queries.set_cancelled(workspace.database, run_id)
        raise


def _usable_models(workspace: Workspace, config: TrainingConfig) -> planning.IsUsable:
    """Which models of finished runs would come out the same today: a baseline trained under other
    versions would differ from its pair in more than the marks. Files are read now, not while others
    wait."""
    is_there, inputs = checkpoints_known(workspace), inputs_of(config)
    return lambda run: run.versions == inputs and is_there(run)


def _queue(workspace: Workspace, project_id: int, plan: planning.Plan) -> list[Run]:
    """Queue what is planned and have it trained; what is there already stays as it is."""
    stopped_runs.write_down(workspace)  # else what has stopped would pass for under way
    new: list[bool] = []

    def noted(known: list[Run]) -> planning.Planned:
        planned = plan(known)
        new[:] = [not isinstance(item, Run) for item in planned]
        return planned

    owner = executors.owner_of_new(workspace)
    queued = run_queries.queue(workspace.database, project_id, noted, owner, workspace.person.key)
    run_ids = [run.id for run, is_new in zip(queued, new, strict=True) if is_new]
    executors.hand_over(workspace, owner, run_ids)
    return queued
