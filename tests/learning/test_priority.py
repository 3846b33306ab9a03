"""TensorFlow's threads step back for whoever waits for a page."""

import os
import sys

import pytest

from rrr.learning.priority import NICER_BY, step_back


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities per thread")
def test_only_the_threads_that_compute_get_a_lower_priority() -> None:
    import tensorflow as tf

    tf.linalg.matmul(tf.ones((2, 2)), tf.ones((2, 2)))  # starts them
    own = os.getpriority(os.PRIO_PROCESS, os.getpid())
    assert step_back() > 0
    assert os.getpriority(os.PRIO_PROCESS, os.getpid()) == own
    names = {}
    for thread in os.listdir("/proc/self/task"):
        with open(f"/proc/self/task/{thread}/comm", encoding="utf-8") as file:
            names[int(thread)] = file.read()
    nice = {os.getpriority(os.PRIO_PROCESS, t) for t, name in names.items() if name[:3] == "tf_"}
    assert nice == {min(19, own + NICER_BY)}
    assert step_back() > 0  # not further and further
    assert {os.getpriority(os.PRIO_PROCESS, t) for t in names if names[t][:3] == "tf_"} == nice
