"""The one thread of this process that trains, pair after pair, in the order they were queued.

A run belongs to the process that queued it. Processes sharing a workspace (the app and a command
line, say) take turns: whoever trains holds the lock on `worker.lock`, which the operating system
releases when the process ends, however it ends. So whoever gets the lock knows that every run
still called "running" has lost its process. What a run has become stands in the database only;
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
from collections.abc import Callable, Sequence
from weakref import WeakSet

from filelock import FileLock, Timeout

from rrr.errors import Cancelled, NotFound, RightReasonsError
from rrr.services.training import Job, delete_checkpoint_of, work_on
from rrr.services.workspace import Workspace
from rrr.store import runs

SECONDS_BETWEEN_LOOKS = 0.2
"""How often a run looks whether it was cancelled, or may begin."""

SECONDS_TO_END = 30.0
"""How long the end of the program waits for the thread; compiling cannot be interrupted."""

_log = logging.getLogger(__name__)
_starting = threading.Lock()
_queue: queue.SimpleQueue[Sequence[Job]] = queue.SimpleQueue()
_ending = threading.Event()
_thread: threading.Thread | None = None
_recovered: WeakSet[Workspace] = WeakSet()


def submit(jobs: Sequence[Job]) -> None:
    """Have queued runs of one workspace trained one after another; returns at once."""
    global _thread
    _queue.put(jobs)
    with _starting:
        if _thread is None:
            _thread = threading.Thread(target=_work, name="training", daemon=True)
            _thread.start()
            atexit.register(_end, _thread)


def recover(workspace: Workspace) -> None:
    """Call runs "interrupted" whose process has died; looks once per process and workspace.

    Does nothing while another living process trains here.
    """
    with _starting:
        if workspace in _recovered:
            return
        _recovered.add(workspace)
        try:
            with _lock_of(workspace).acquire(blocking=False):
                runs.mark_interrupted(workspace.database)
        except Timeout:
            return


def _lock_of(workspace: Workspace) -> FileLock:
    return FileLock(workspace.settings.workspace / "worker.lock", thread_local=False)


def _end(thread: threading.Thread) -> None:
    _ending.set()
    _queue.put(())  # wakes a thread that waits
    thread.join(SECONDS_TO_END)
    if thread.is_alive():  # taking Python away from under TensorFlow aborts or hangs
        _log.warning("The training did not stop in time; the program ends without it.")
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(1)


def _work() -> None:
    while not _ending.is_set():
        jobs = _queue.get()
        try:
            _take_turn(jobs)
        except Exception:  # the database is gone or full; the next runs may fare better
            _log.exception("Runs %s could not be worked on", [job.run.id for job in jobs])


def _take_turn(jobs: Sequence[Job]) -> None:
    if not jobs:
        return
    workspace = jobs[0].workspace

    def nobody_waits() -> bool:
        return _ending.is_set() or not any(_has_status(job, "queued") for job in jobs)

    try:
        turn = _lock_of(workspace).acquire(
            poll_interval=SECONDS_BETWEEN_LOOKS, cancel_check=nobody_waits
        )
    except Timeout:  # nobody waits any more
        return
    with turn:
        runs.mark_interrupted(workspace.database, ("running",))
        for job in jobs:
            if not _ending.is_set():
                _work_on(job)


def _work_on(job: Job) -> None:
    database, run_id = job.workspace.database, job.run.id
    if not runs.set_running(database, run_id):
        return  # cancelled or deleted while it waited
    try:
        evaluation, checkpoint = work_on(job, *_signs(job))
        if not runs.set_finished(database, run_id, evaluation, checkpoint):
            delete_checkpoint_of(job.workspace, run_id)  # cancelled in the last moment
    except Cancelled:
        if _ending.is_set():
            runs.mark_interrupted(database, ("running",))
    except RightReasonsError as error:
        runs.set_failed(database, run_id, str(error), traceback.format_exc())
    except Exception as error:  # the thread must live on; whoever looks at the run is told
        _log.exception("Run %s failed", run_id)
        sentence = (
            f"Training stopped on an unexpected {type(error).__name__}. "
            "Start it again; if it happens again, the details say where it stopped."
        )
        runs.set_failed(database, run_id, sentence, traceback.format_exc())


def _signs(job: Job) -> tuple[Callable[[], bool], Callable[[], bool]]:
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
            run = runs.get(job.workspace.database, job.run.id)
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


def _has_status(job: Job, status: str) -> bool:
    try:
        return runs.get(job.workspace.database, job.run.id).status == status
    except NotFound:  # deleted together with its project
        return False
