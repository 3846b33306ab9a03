"""Computes the next result while the last one is used.

A pass over a batch of sentences keeps one core busy and gives Python's lock away meanwhile, so a
corpus is read in half the time on two, and what Python does with the results costs next to nothing.

A pool of `concurrent.futures` would refuse further calls as soon as the program ends, before
`rrr.services.background` has asked whoever reads to stop: each such end would log a failure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


def ahead(calls: Iterable[Callable[[], T]]) -> Iterator[T]:
    """What each call returns, in order; up to two are at work at a time, in threads of their own.

    `calls` itself is gone through in the caller's thread, no further than needed. What a call
    raises is raised where its result is due.
    """
    begun: deque[_Begun[T]] = deque()
    try:
        for call in calls:
            begun.append(_Begun(call))
            if len(begun) == 2:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
    finally:  # nothing goes on behind the back of a caller that has had enough
        for rest in begun:
            rest.thread.join()


class _Begun(Generic[T]):
    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self.thread = Thread(target=self._work, name="ahead", daemon=True)
        self.thread.start()

    def _work(self) -> None:
        try:
            self._result = self._call()
            self._error: BaseException | None = None
        except BaseException as error:
            self._error = error

    def result(self) -> T:
        self.thread.join()
        if self._error is not None:
            raise self._error
        return self._result
