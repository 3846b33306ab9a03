"""What pages cannot wait for, done in threads of its own: loading a model, reading a corpus.

Nothing of it is ever lost: it is done again when a page next asks. What has failed is not: a page
says why, and a person decides whether to try again. Like the training thread, these threads never
call Streamlit, and stop when the program ends, because TensorFlow aborts a program that ends while
one of its operations is under way.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

from rrr.errors import RightReasonsError
from rrr.last_used import LastUsed

ShouldStop = Callable[[], bool]
Value = TypeVar("Value")

SECONDS_TO_END = 10.0
"""How long the end of the program waits for all threads together."""

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_ending = threading.Event()
_threads: dict[Hashable, threading.Thread] = {}
"""What is under way; each takes itself out."""


@dataclass(frozen=True)
class Pending:
    """A thread is at it."""

    name: Hashable


@dataclass(frozen=True)
class Failed:
    """It could not be done; `reason` says why. It is not done again before `retry`."""

    name: Hashable
    reason: str


_failed: LastUsed[Hashable, Failed] = LastUsed(64)


def soon(
    name: Hashable,
    at_hand: Callable[[], Value | None],
    work: Callable[[ShouldStop], object],
    *,
    at_once: bool = False,
) -> Value | Pending | Failed:
    """A value that takes long to find, for pages: returns at once.

    Args:
        name: names the value, with all that it depends on.
        at_hand: looks it up where `work` puts it; None if it is not there.
        work: finds it, in a thread.
        at_once: whether it is found so fast that the page can wait for it.
    """
    result = at_hand()
    if result is not None:
        return result
    if at_once and _failed.get(name) is None:
        _do(name, work)
        result = at_hand()
        if result is not None:
            return result
    begin(name, work)
    return failure(name) or Pending(name)


def begin(
    name: Hashable, work: Callable[[ShouldStop], object], *, of: Hashable | None = None
) -> None:
    """Start `work` in a thread and return at once; nothing happens while work of that name goes on,
    nor if it has failed.

    Args:
        work: is given a function that says whether to stop; asks it often. What it raises is kept
            for `failure`.
        of: what the work is about, if that may change while the name stays; with something else it
            can begin although it has failed.
    """
    full = _with(name, of)

    def run() -> None:
        try:
            _do(full, work)
        finally:
            with _lock:
                del _threads[name]

    with _lock:
        if name in _threads or _ending.is_set() or _failed.get(full) is not None:
            return
        thread = threading.Thread(target=run, name=f"background {name}", daemon=True)
        _threads[name] = thread
        thread.start()


def failure(name: Hashable, *, of: Hashable | None = None) -> Failed | None:
    """Why work has failed; None if it has not."""
    return _failed.get(_with(name, of))


def retry(name: Hashable) -> None:
    """Let work that has failed begin again when it is next asked for."""
    _failed.forget(name)


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


def _with(name: Hashable, of: Hashable | None) -> Hashable:
    return name if of is None else (name, of)


def _do(name: Hashable, work: Callable[[ShouldStop], object]) -> None:
    try:
        work(_ending.is_set)
    except RightReasonsError as error:
        _log.warning("Work in the background failed: %s", type(error).__name__)  # and no texts
        _failed.put(name, Failed(name, str(error)))
    except Exception as error:
        _log.exception("Work in the background failed")
        reason = f"An error inside the program stopped this ({type(error).__name__}; see its log)."
        _failed.put(name, Failed(name, reason))


def _end() -> None:
    _ending.set()
    if not wait(SECONDS_TO_END):
        _log.warning("Work in the background did not stop in time.")


atexit.register(_end)
