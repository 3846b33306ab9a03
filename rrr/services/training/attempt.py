"""One go at a run, from its beginning to its end, in whichever process: the shared path of the
app's thread and of worker processes.

What a run has become stands in the database only. Cancelling is writing that, and whoever trains
looks there several times a second; so does a process whose run was given to another one meanwhile,
because it was taken for dead.
"""

from __future__ import annotations

import logging
import math
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rrr.errors import Cancelled, RightReasonsError, StorageError
from rrr.records import Run
from rrr.services import metrics
from rrr.services.training import stopped_runs
from rrr.services.training.job import Job, job_of, work_on
from rrr.services.training.ownership import can_go_on, let_go
from rrr.services.training.run_checkpoints import delete_checkpoint_of
from rrr.services.training.unfinished import forget
from rrr.services.training.versions import inputs_of
from rrr.services.workspace import Workspace
from rrr.store import run_progress_queries, run_queries
from rrr.store.disk_space import disk_full, is_about_space

SECONDS_BETWEEN_LOOKS = 0.2
"""How often a run looks whether it was cancelled."""

SECONDS_BETWEEN_SIGNS = 5.0
"""How often a process sees to it that others see it living."""

_log = logging.getLogger(__name__)


def attempt(
    workspace: Workspace, run: Run, last: Job | None, is_ending: Callable[[], bool]
) -> Job | None:
    """Train a queued run; its job is returned, so that the next one need not read the same data.

    Args:
        workspace: where the run is.
        run: as its owner has it, which is this process.
        last: the job before.
        is_ending: whether this process is about to end; the run is then let go.

    Raises:
        StorageError: if the database or the disk cannot be written to.
    """
    database, job = workspace.database, None
    if not run_queries.set_running(database, run.id, inputs_of(run.config), owner=run.owner):
        return last  # cancelled or deleted while it waited
    try:
        job = job_of(workspace, run, last)
        evaluation, checkpoint = work_on(job, *_signs(workspace, run, is_ending))
        run_progress_queries.set_seconds(database, run.id, job.seconds)
        if not run_queries.set_finished(database, run.id, evaluation, checkpoint, owner=run.owner):
            _delete_if_cancelled(workspace, run.id)
    except Cancelled:
        if is_ending():
            let_go(workspace, run.owner)
            return None
    except StorageError:
        raise
    except RightReasonsError as error:
        metrics.count_error(error)
        _fail(workspace, run, str(error))
    except Exception as error:  # the process must live on; whoever looks at the run is told
        if is_about_space(error, workspace.settings.checkpoints):
            raise disk_full(workspace.settings.checkpoints) from error
        metrics.count_error(error)
        _log.exception("Run %s failed", run.id)
        _fail(
            workspace,
            run,
            f"Training stopped on an unexpected {type(error).__name__}. "
            "Start it again; if it happens again, the details say where it stopped.",
        )
    if not can_go_on(workspace, run.id):  # else another process has it now
        forget(workspace, run.id)
    return job


@contextmanager
def or_interrupted(workspace: Workspace, run_ids: Sequence[int], owner: str) -> Iterator[None]:
    """If the block cannot go on, its runs are called interrupted and say why; it never raises."""
    try:
        yield
    except StorageError as error:  # the next runs may fare better
        metrics.count_error(error)
        _log.warning("Runs %s have stopped: %s", run_ids, error)
        stopped_runs.stop(workspace, run_ids, owner, f"{error} The run can be resumed.")
    except Exception as error:
        metrics.count_error(error)
        _log.exception("Runs %s could not be worked on", run_ids)
        why = f"Stopped on an unexpected {type(error).__name__}. The run can be resumed."
        stopped_runs.stop(workspace, run_ids, owner, why)


def _fail(workspace: Workspace, run: Run, sentence: str) -> None:
    run_queries.set_failed(
        workspace.database, run.id, sentence, traceback.format_exc(), owner=run.owner
    )


def _delete_if_cancelled(workspace: Workspace, run_id: int) -> None:
    """The checkpoint of a run that did not become finished: cancelled in the last moment, or given
    to another process, which then keeps the same one."""
    now = run_queries.find(workspace.database, run_id)
    if now is None or now.status == "cancelled":
        delete_checkpoint_of(workspace, run_id)


def _signs(
    workspace: Workspace, run: Run, is_ending: Callable[[], bool]
) -> tuple[Callable[[], bool], Callable[[], bool]]:
    """Two questions for the training to ask as often as it likes: whether to stop, and whether its
    search for λ is to settle for what it has."""
    last_look = last_sign = -math.inf
    stop = settle = False

    def look() -> None:
        nonlocal last_look, last_sign, stop, settle
        moment = time.monotonic()
        if moment - last_look < SECONDS_BETWEEN_LOOKS:
            return
        last_look = moment
        if run.owner is not None and moment - last_sign >= SECONDS_BETWEEN_SIGNS:
            last_sign = moment
            workspace.database.presence.announce(run.owner)
        now = run_queries.find(workspace.database, run.id)
        if now is None:  # deleted together with its project
            stop = True
        else:
            stop = now.status != "running" or now.owner != run.owner
            settle = now.settle

    def should_stop() -> bool:
        look()
        return is_ending() or stop

    def should_settle() -> bool:
        look()
        return settle

    return should_stop, should_settle
