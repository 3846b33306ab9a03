"""The one thread of this process that trains, run after run, in the order they were queued.

A run belongs to the process that queued it, its owner. Each owner holds a lock file of its own in
`workers`, which the operating system releases when the process ends, however it ends: a queued or
running run whose owner's lock is free has lost its process, and whoever notices first calls it
"interrupted". Processes sharing a workspace (the app and a command line, say) take turns: whoever
trains holds the lock on `worker.lock`. What a run has become stands in the database only;
cancelling is writing that, and the thread looks there several times a second.

The thread never calls Streamlit. When the program ends, the run at work stops and is left
"interrupted"; TensorFlow aborts a program that ends while one of its operations is under way.
"""

from __future__ import annotations

import atexit
import logging
import math
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from weakref import WeakSet

from filelock import FileLock, Timeout

from rrr.errors import Cancelled, NotFound, RightReasonsError, StorageError
from rrr.records import ACTIVE_STATUSES, Run
from rrr.services import leftovers, metrics
from rrr.services.training import stopped_runs
from rrr.services.training.job import Job, job_of, work_on
from rrr.services.training.run_checkpoints import delete_checkpoint_of
from rrr.services.training.unfinished import forget, kept_ids
from rrr.services.training.versions import inputs_of
from rrr.services.workspace import Workspace
from rrr.store import deleting, run_queries, run_shelf_queries
from rrr.store.disk_space import disk_full, is_about_space

SECONDS_BETWEEN_LOOKS = 0.2
"""How often a run looks whether it was cancelled, or may begin."""

SECONDS_BETWEEN_TRIES = 2.0
"""How often it is tried to write that a run has stopped, where that failed."""

SECONDS_TO_END = 30.0
"""How long the end of the program waits for the thread; compiling cannot be interrupted."""

DELETED_FOR = timedelta(days=1)
"""How long a deleted run can be restored, at least."""

_log = logging.getLogger(__name__)
_starting = threading.Lock()
_queue: queue.SimpleQueue[tuple[Workspace, Sequence[int]] | None] = queue.SimpleQueue()
_ending = threading.Event()
_thread: threading.Thread | None = None
_recovered: WeakSet[Workspace] = WeakSet()
"""Tidied up once."""
_owners: dict[Path, tuple[str, FileLock]] = {}
"""Workspace folder -> the name of this process there, and the lock that it holds while it lives.
As many as it has workspaces."""


def submit(workspace: Workspace, run_ids: Sequence[int]) -> None:
    """Have queued runs trained one after another; returns at once."""
    global _thread
    if not run_ids:
        return
    _queue.put((workspace.opened, run_ids))
    with _starting:
        if _thread is None:
            _thread = threading.Thread(target=_work, name="training", daemon=True)
            _thread.start()
            atexit.register(_end, _thread)


def is_alive() -> bool:
    """Whether what is queued here will be trained: the thread begins with the first run."""
    return _thread is None or _thread.is_alive()


def owner(workspace: Workspace) -> str:
    """The name of this process as an owner of runs; from now on others see that it lives."""
    folder = workspace.settings.workspace
    with _starting:
        if folder not in _owners:
            name = uuid4().hex
            lock = _lock_of_owner(workspace, name)
            lock.acquire()
            _owners[folder] = name, lock
            atexit.register(_leave, workspace, name, lock)
        return _owners[folder][0]


def recover(workspace: Workspace) -> None:
    """Call runs "interrupted" whose process has died, and tidy up once.

    Where nothing can be written now, because the disk is full, say, the next call tries again.
    """
    with suppress(StorageError):
        _recover(workspace)


def _recover(workspace: Workspace) -> None:
    workspace = workspace.opened
    stopped_runs.write_down(workspace)
    for name in run_queries.owners_at_work(workspace.database):
        if is_dead(workspace, name):
            run_queries.mark_interrupted(workspace.database, name)
            if name is not None:
                Path(_lock_of_owner(workspace, name).lock_file).unlink(missing_ok=True)
    with _starting:
        if workspace in _recovered:
            return
        _recovered.add(workspace)
    deleting.delete_hidden(workspace.database)
    leftovers.remove_hidden(workspace.settings)
    for run_id in run_shelf_queries.purge(workspace.database, DELETED_FOR):
        delete_checkpoint_of(workspace, run_id)
    for run_id in kept_ids(workspace):
        if not _can_go_on(workspace, run_id):
            forget(workspace, run_id)


def is_dead(workspace: Workspace, name: str | None) -> bool:
    """Whether the process that was to train an owner's runs has ended."""
    if name is None:  # queued by an older version: dead if nobody trains when we first look
        if workspace in _recovered:
            return False
        lock = _turn(workspace)
    else:
        lock = _lock_of_owner(workspace, name)
        if not Path(lock.lock_file).exists():
            return True
    try:
        with lock.acquire(blocking=False):
            return True
    except Timeout:
        return False


@contextmanager
def turn(workspace: Workspace, should_stop: Callable[[], bool]) -> Iterator[None]:
    """Wait until nobody else trains in this workspace; nobody else does while the block goes on.

    Raises:
        Cancelled: if `should_stop` says so while it waits.
    """
    try:
        held = _turn(workspace).acquire(
            poll_interval=SECONDS_BETWEEN_LOOKS, cancel_check=should_stop
        )
    except Timeout as error:
        raise Cancelled("Stopped while waiting for its turn.") from error
    with held:
        yield


def _turn(workspace: Workspace) -> FileLock:
    return FileLock(workspace.settings.workspace / "worker.lock", thread_local=False)


def _lock_of_owner(workspace: Workspace, name: str) -> FileLock:
    folder = workspace.settings.workspace / "workers"
    folder.mkdir(exist_ok=True)
    return FileLock(folder / f"{name}.lock", thread_local=False)


def _leave(workspace: Workspace, name: str, lock: FileLock) -> None:
    """At the end of the program: what is still to be done is left to be resumed."""
    if workspace.settings.workspace.is_dir():
        with suppress(StorageError):  # whoever looks next finds the lock free
            run_queries.mark_interrupted(workspace.database, name)
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)


def _end(thread: threading.Thread) -> None:
    _ending.set()
    _queue.put(None)  # wakes a thread that waits
    thread.join(SECONDS_TO_END)
    if thread.is_alive():  # taking Python away from under TensorFlow aborts or hangs
        _log.warning("The training did not stop in time; the program ends without it.")
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(1)


def _work() -> None:
    while not _ending.is_set():
        unwritten = stopped_runs.write_down_all()
        try:
            waiting = _queue.get(timeout=SECONDS_BETWEEN_TRIES if unwritten else None)
        except queue.Empty:
            continue
        if waiting is None:
            continue
        workspace, run_ids = waiting
        try:
            _take_turn(workspace, run_ids)
        except StorageError as error:  # the next runs may fare better
            metrics.count_error(error)
            _log.warning("Runs %s have stopped: %s", run_ids, error)
            stopped_runs.stop(workspace, run_ids, f"{error} The run can be resumed.")
        except Exception as error:
            metrics.count_error(error)
            _log.exception("Runs %s could not be worked on", run_ids)
            why = f"Stopped on an unexpected {type(error).__name__}. The run can be resumed."
            stopped_runs.stop(workspace, run_ids, why)


def _take_turn(workspace: Workspace, run_ids: Sequence[int]) -> None:
    def nobody_waits() -> bool:
        return _ending.is_set() or not any(_queued(workspace, run_id) for run_id in run_ids)

    with suppress(Cancelled), turn(workspace, nobody_waits):
        last: Job | None = None
        for run_id in run_ids:
            run = _queued(workspace, run_id)
            if run is not None and not _ending.is_set():
                last = _work_on(workspace, run, last)


def _work_on(workspace: Workspace, run: Run, last: Job | None) -> Job | None:
    """Train a run; its job is returned, so that the next one need not read the same data."""
    database, job = workspace.database, None
    if not run_queries.set_running(database, run.id, inputs_of(run.config)):
        return last  # cancelled or deleted while it waited
    try:
        job = job_of(workspace, run, last)
        evaluation, checkpoint = work_on(job, *_signs(workspace, run.id))
        run_queries.set_seconds(database, run.id, job.seconds)
        if not run_queries.set_finished(database, run.id, evaluation, checkpoint):
            delete_checkpoint_of(workspace, run.id)  # cancelled in the last moment
    except Cancelled:
        if _ending.is_set():
            run_queries.mark_interrupted(database, run.owner)
            return None
    except StorageError:
        raise
    except RightReasonsError as error:
        metrics.count_error(error)
        run_queries.set_failed(database, run.id, str(error), traceback.format_exc())
    except Exception as error:  # the thread must live on; whoever looks at the run is told
        if is_about_space(error, workspace.settings.checkpoints):
            raise disk_full(workspace.settings.checkpoints) from error
        metrics.count_error(error)
        _log.exception("Run %s failed", run.id)
        sentence = (
            f"Training stopped on an unexpected {type(error).__name__}. "
            "Start it again; if it happens again, the details say where it stopped."
        )
        run_queries.set_failed(database, run.id, sentence, traceback.format_exc())
    forget(workspace, run.id)
    return job


def _signs(workspace: Workspace, run_id: int) -> tuple[Callable[[], bool], Callable[[], bool]]:
    """Two questions for the training to ask as often as it likes: whether to stop, and whether its
    search for λ is to settle for what it has."""
    last_look = -math.inf
    stop = settle = False

    def look() -> None:
        nonlocal last_look, stop, settle
        if time.monotonic() - last_look < SECONDS_BETWEEN_LOOKS:
            return
        last_look = time.monotonic()
        try:
            run = run_queries.get(workspace.database, run_id)
        except NotFound:  # deleted together with its project
            stop = True
        else:
            stop, settle = run.status != "running", run.settle

    def should_stop() -> bool:
        look()
        return _ending.is_set() or stop

    def should_settle() -> bool:
        look()
        return settle

    return should_stop, should_settle


def _can_go_on(workspace: Workspace, run_id: int) -> bool:
    try:
        status = run_queries.get(workspace.database, run_id).status
    except NotFound:  # deleted alone, or together with its project
        return False
    return status in (*ACTIVE_STATUSES, "interrupted")


def _queued(workspace: Workspace, run_id: int) -> Run | None:
    """The run, if it still waits."""
    try:
        run = run_queries.get(workspace.database, run_id)
    except NotFound:  # deleted together with its project
        return None
    return run if run.status == "queued" else None
