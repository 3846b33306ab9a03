from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from rrr.services import background
from rrr.settings import ROOT


def test_work_of_one_name_is_under_way_once() -> None:
    go, started = threading.Event(), []

    def work(should_stop: background.ShouldStop) -> None:
        started.append(should_stop())
        go.wait(10)

    for _ in range(3):
        background.begin("test", work)
    assert background.is_busy("test")
    assert not background.wait(0)
    go.set()
    assert background.wait(10)
    assert (started, background.is_busy("test")) == ([False], False)


def test_work_that_fails_is_logged_and_can_begin_again(caplog: pytest.LogCaptureFixture) -> None:
    def work(should_stop: background.ShouldStop) -> None:
        raise ValueError("broken")

    for number in (1, 2):
        background.begin("failing", work)
        assert background.wait(10)
        assert caplog.text.count("Work in the background failed: failing") == number


def test_the_end_of_the_program_stops_it() -> None:
    code = """
import time
from rrr.services import background
def work(should_stop):
    while not should_stop():
        time.sleep(0.01)
    print("stopped", flush=True)
background.begin("endless", work)
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "stopped\n", "")
