"""Pages before trainings: TensorFlow's threads step back while somebody waits for a page.

A training keeps all cores busy. The threads that draw pages would share them with it like equals;
at a lower priority the training takes what pages leave, which is nearly all.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

NICER_BY = 10
"""Than the rest of the program; 19 is the lowest priority there is."""

_THREADS = Path("/proc/self/task")


def name_thread(name: str) -> None:
    """Give the calling thread a name beginning with `tf_`, by which `step_back` finds it."""
    comm = _THREADS / str(threading.get_native_id()) / "comm"
    if comm.exists():
        comm.write_text(name, encoding="utf-8")


def start_tensorflow() -> None:
    """Let TensorFlow start its threads from one that is named as `step_back` needs it.

    The threads within operations do half of the work, but TensorFlow's name for them is longer than
    Linux allows, so that they keep the name of the thread that starts them.
    """
    import tensorflow as tf

    def start() -> None:
        name_thread("tf_start")
        tf.config.list_logical_devices()

    starting = threading.Thread(target=start, name="start TensorFlow")
    starting.start()
    starting.join()


def step_back() -> int:
    """Lower the priority of the threads in which TensorFlow computes; returns how many those are.

    Linux alone gives threads priorities of their own; elsewhere nothing happens. Threads that do
    not exist yet are not reached: call it once TensorFlow has begun to compute. The threads within
    operations are reached only if `start_tensorflow` has started them.
    """
    if sys.platform != "linux":
        return 0
    nice = min(19, os.getpriority(os.PRIO_PROCESS, os.getpid()) + NICER_BY)
    lowered = 0
    for thread in _THREADS.iterdir():
        try:
            if (thread / "comm").read_text(encoding="utf-8").startswith("tf_"):
                os.setpriority(os.PRIO_PROCESS, int(thread.name), nice)
                lowered += 1
        except OSError:  # it has ended meanwhile, or may not be touched here
            continue
    return lowered
