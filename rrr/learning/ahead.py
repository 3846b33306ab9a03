"""Computes the next result while the last one is used.

A pass over a batch of sentences keeps one core busy and gives Python's lock away meanwhile, so a
corpus is read in half the time on two, and what Python does with the results costs next to nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(calls: Iterable[Callable[[], T]]) -> Iterator[T]:
    """What each call returns, in order; up to two are at work at a time, in threads of a pool.

    `calls` itself is gone through in the caller's thread, no further than needed. What a call
    raises is raised where its result is due.
    """
    results: deque[Callable[[], T]] = deque()
    with ThreadPoolExecutor(2, "ahead") as pool:  # waits for both, also if nobody wants more
        for call in calls:
            results.append(_begin(pool, call))
            if len(results) == 2:
                yield results.popleft()()
        while results:
            yield results.popleft()()


def _begin(pool: ThreadPoolExecutor, call: Callable[[], T]) -> Callable[[], T]:
    """Gives the result of a call, when it is there."""
    try:
        return pool.submit(call).result
    except RuntimeError:
        # No pool begins anything once the program ends, which is before `rrr.services.background`
        # has asked whoever reads to stop. Until then it is done when its result is due.
        return call
