"""The one thread of this process that trains, run after run, in the order they were queued.

A run belongs to the process that queued it (`ownership`). Processes sharing a workspace (the app
and a command line, say) take turns.

The thread never calls Streamlit. When the program ends, the run at work stops and is left
"interrupted"; TensorFlow aborts a program that ends while one of its operations is under way.
"""

from __future__ import annotations

import atexit
import logging
import os
import queue
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from rrr.errors import Cancelled
from rrr.records import Run
from rrr.services.training import stopped_runs
from rrr.services.training.attempt import attempt, or_interrupted
from rrr.services.training.job import Job
from rrr.services.training.turns import turn
from rrr.services.workspace import Workspace
from rrr.store import run_queries

SECONDS_BETWEEN_TRIES = 2.0
"""How often it is tried to write that a run has stopped, where that failed."""

SECONDS_TO_END = 30.0
"""How long the end of the program waits for the thread; compiling cannot be interrupted."""

_log = logging.getLogger(__name__)
_starting = threading.Lock()
_queue: queue.Queue[tuple[Workspace, str, Sequence[int]] | None] = queue.Queue()
_ending = threading.Event()
_thread: threading.Thread | None = None


def submit(workspace: Workspace, owner: str, run_ids: Sequence[int]) -> None:
    """Have queued runs trained one after another; returns at once."""
    global _thread
    if not run_ids:
        return
    _queue.put((workspace.opened, owner, run_ids))
    with _starting:
        if _thread is None:
            _thread = threading.Thread(target=_work, name="training", daemon=True)
            _thread.start()
            atexit.register(_end, _thread)


def is_alive() -> bool:
    """Whether what is queued here will be trained: the thread begins with the first run."""
    return _thread is None or _thread.is_alive()


def is_idle() -> bool:
    """Whether nothing that was queued here is left to do."""
    return _queue.unfinished_tasks == 0


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
        if waiting is not None:
            workspace, owner, run_ids = waiting
            with or_interrupted(workspace, run_ids, owner):
                _take_turn(workspace, run_ids)
            del waiting, workspace  # which may be closed before the next comes
        _queue.task_done()


def _take_turn(workspace: Workspace, run_ids: Sequence[int]) -> None:
    def nobody_waits() -> bool:
        return _ending.is_set() or not any(_queued(workspace, run_id) for run_id in run_ids)

    with suppress(Cancelled), turn(workspace, nobody_waits):
        last: Job | None = None
        for run_id in run_ids:
            run = _queued(workspace, run_id)
            if run is not None and not _ending.is_set():
                last = attempt(workspace, run, last, _ending.is_set)


def _queued(workspace: Workspace, run_id: int) -> Run | None:
    """The run, if it still waits."""
    run = run_queries.find(workspace.database, run_id)
    return run if run is not None and run.status == "queued" else None
