from __future__ import annotations

import subprocess
import sys

import pytest

from rrr.settings import ROOT, Settings

CODE = """
import gc, sys, time
from rrr.services.warmup import warm_tensorflow
start = time.monotonic()
thread = warm_tensorflow()
assert time.monotonic() - start < 0.5, "it waited"
assert thread is warm_tensorflow(), "it began twice"
assert thread.daemon
thread.join()
assert "tensorflow" in sys.modules
assert len(gc.get_objects()) < 100_000 < gc.get_freeze_count(), "all of it is looked through again"
"""


@pytest.mark.slow
def test_tensorflow_is_loaded_in_the_background_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_loading_it_ahead_can_be_turned_off() -> None:
    assert Settings.from_environment({}).warm_up
    assert not Settings.from_environment({"RRR_WARM_UP": "0"}).warm_up
