"""The loops' matrix products stay in their own thread, whatever was loaded or set before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from rrr.settings import ROOT

_SHOW = """
import json, os
from threadpoolctl import threadpool_info
threads = {os.path.basename(os.path.dirname(each["filepath"])): each["num_threads"]
           for each in threadpool_info() if each["user_api"] == "blas"}
print(json.dumps(threads))
"""

_FIT = """
import keras, numpy as np
import rrr
model = rrr.RightReasonsModel(rrr.build_classifier(
    "lstm", vocabulary_size=9, embedding_size=2, hidden_size=2, num_classes=2), reason_weight=1.0)
model.compile("sgd")
model.fit({"token_ids": np.ones((4, 3), "int32"), "Z": np.zeros((4, 3), "float32")},
          np.array([0, 1, 0, 1]), verbose=0)
"""

_LOOP = """
import time
import numpy as np
from rrr.learning import blas, lstm_loops
steps, rows, units = 8, 600, 300
a, U = np.ones((steps, rows, 4 * units), "float32"), np.ones((4, units, units), "float32")
h, gates, c = np.empty((steps, rows, units), "float32"), np.empty_like(a), a[..., :units].copy()
{before}
blas.keep_to_one_thread()
lstm_loops.forward(a, U, h, gates, c, 0, 1)  # loads the compiled loop
all_threads, own = time.process_time(), time.thread_time()
lstm_loops.forward(a, U, h, gates, c, 0, rows)
all_threads, own = time.process_time() - all_threads, time.thread_time() - own
print((all_threads - own) / own)
"""


def printed_by(program: str, **environment: str) -> Any:
    """What a fresh process prints in its last line, as JSON."""
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "2", **environment},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def test_after_a_fit_the_library_of_the_loops_has_one_thread_and_numpys_has_its_own() -> None:
    threads = printed_by(_FIT + _SHOW)
    if set(threads) != {"scipy.libs", "numpy.libs"}:
        pytest.skip(f"NumPy and SciPy come with other BLAS libraries here: {threads}")
    assert threads == {"scipy.libs": 1, "numpy.libs": 2}


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("", id="nothing"),
        pytest.param("import scipy.linalg", id="SciPy loaded first"),
        pytest.param(
            "from threadpoolctl import threadpool_limits\nthreadpool_limits(1)",
            id="all libraries limited before SciPy's is loaded",
        ),
        pytest.param(
            "from threadpoolctl import threadpool_limits\n"
            "blas.keep_to_one_thread()\nthreadpool_limits(2)",
            id="raised by the program after the first loop",
        ),
    ],
)
def test_a_loop_keeps_no_thread_busy_but_its_own(before: str) -> None:
    """By CPU time of the process against that of the thread, which other work does not change."""
    assert printed_by(_LOOP.format(before=before)) < 0.2
