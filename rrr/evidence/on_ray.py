"""Cells measured on a Ray cluster, by the same calls as by processes of this machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from rrr.services.training.ray_cluster import connected

_CELLS_PER_PROCESS = 40
"""Then a fresh process takes over, so that what one leaves in memory does not pile up."""


class RayWorkers:
    """As a `ProcessPoolExecutor`: each call is a task with one processor, in a process in which
    TensorFlow keeps to one core. A task whose node is lost is done again.

    Args:
        load_tensorflow: called before each cell; loads it once.
    """

    def __init__(self, load_tensorflow: Callable[[], None]) -> None:
        self._ray, self._load = connected(), load_tensorflow
        options = {"num_cpus": 1, "max_retries": 3, "max_calls": _CELLS_PER_PROCESS}
        self._measure = self._ray.remote(**options)(_done)
        self._tasks: list[Any] = []

    def submit(self, function: Callable[..., Any], *given: Any) -> Future[Any]:
        task = self._measure.remote(self._load, function, given)
        self._tasks.append(task)
        future: Future[Any] = task.future()
        return future

    def cancel(self) -> None:
        """Drop what is not done."""
        for task in self._tasks:
            self._ray.cancel(task, force=True)


def _done(load_tensorflow: Callable[[], None], function: Callable[..., Any], given: Any) -> Any:
    # TensorFlow reads these when it is imported.
    os.environ.update(TF_NUM_INTRAOP_THREADS="1", TF_NUM_INTEROP_THREADS="1")
    load_tensorflow()
    return function(*given)
