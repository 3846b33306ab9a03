"""What pages cannot wait for, done in threads of its own: loading a model, reading a corpus.

Nothing of it is ever lost: it is done again when a page next asks. Like the training thread, these
threads never call Streamlit, and stop when the program ends, because TensorFlow aborts a program
that ends while one of its operations is under way.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable, Hashable

ShouldStop = Callable[[], bool]

SECONDS_TO_END = 10.0
"""How long the end of the program waits for all threads together."""

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_ending = threading.Event()
_threads: dict[Hashable, threading.Thread] = {}


def begin(name: Hashable, work: Callable[[ShouldStop], None]) -> None:
    """Start `work` in a thread and return at once; nothing happens while work of that name goes on.

    Args:
        work: is given a function that says whether to stop; asks it often. What it raises is
            logged.
    """

    def run() -> None:
        try:
            work(_ending.is_set)
        except Exception:  # nobody waits for it; the next page to ask starts it again
            _log.exception("Work in the background failed: %s", name)
        finally:
            with _lock:
                del _threads[name]

    with _lock:
        if name in _threads or _ending.is_set():
            return
        thread = threading.Thread(target=run, name=f"background {name}", daemon=True)
        _threads[name] = thread
        thread.start()


def is_busy(name: Hashable) -> bool:
    """Whether work of that name is under way."""
    with _lock:
        return name in _threads


def wait(seconds: float) -> bool:
    """Wait until nothing is under way, at most so long; returns whether nothing is."""
    deadline = time.monotonic() + seconds
    while True:
        with _lock:
            threads = list(_threads.values())
        if not threads or time.monotonic() > deadline:
            return not threads
        threads[0].join(max(0.0, deadline - time.monotonic()))


def _end() -> None:
    _ending.set()
    if not wait(SECONDS_TO_END):
        _log.warning("Work in the background did not stop in time.")


atexit.register(_end)
