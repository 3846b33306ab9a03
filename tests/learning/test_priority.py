"""TensorFlow's threads step back for whoever waits for a page."""

import os
import subprocess
import sys

import pytest

from rrr.learning.priority import NICER_BY, step_back
from rrr.settings import ROOT

COMPUTE = """
import os
from rrr.learning.priority import start_tensorflow, step_back
start_tensorflow()
import tensorflow as tf

def seconds():
    tasks = "/proc/self/task/"
    return {t: int(open(tasks + t + "/schedstat").read().split()[0]) for t in os.listdir(tasks)}

matrix = tf.ones((1000, 1000))
matrix @ matrix  # all threads are there
step_back()
before, own = seconds(), os.getpriority(os.PRIO_PROCESS, os.getpid())
for _ in range(30):
    matrix @ matrix
worked = {t: s - before.get(t, 0) for t, s in seconds().items() if int(t) != os.getpid()}
nice = sum(s for t, s in worked.items() if os.getpriority(os.PRIO_PROCESS, int(t)) > own)
print(nice / max(1, sum(worked.values())))
"""


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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities per thread")
@pytest.mark.skipif(os.cpu_count() == 1, reason="one core computes in the caller's own thread")
def test_the_threads_within_operations_step_back_too() -> None:
    """By the share of the CPU time, the caller's own left out, that was spent at low priority."""
    ran = subprocess.run(
        [sys.executable, "-c", COMPUTE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert float(ran.stdout) > 0.9
