from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from rrr.errors import DataError
from rrr.services import background
from rrr.services.background import Failed, Pending
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
    assert background.wait(60)
    assert (started, background.is_busy("test")) == ([False], False)


def test_work_that_fails_is_told_and_not_repeated_before_somebody_asks() -> None:
    go, tries = threading.Event(), []

    def work(should_stop: background.ShouldStop) -> None:
        tries.append(1)
        go.wait(10)
        raise DataError("The file is gone. Put it back.")

    def look() -> object:
        go.clear()
        found = background.soon("failing", lambda: None, work)
        go.set()
        assert background.wait(60)
        return found

    assert look() == Pending("failing")
    failed = Failed("failing", "The file is gone. Put it back.")
    assert [look(), look()] == [failed, failed]
    assert len(tries) == 1
    background.retry("failing")
    assert look() == Pending("failing")
    assert (look(), len(tries)) == (failed, 2)


def test_work_that_fails_on_one_thing_can_begin_on_another() -> None:
    tries = []

    def fail(should_stop: background.ShouldStop) -> None:
        tries.append(1)
        raise DataError("unreadable")

    for run in (1, 1, 2):
        background.begin("reading", fail, of=run)
        assert background.wait(60)
    assert len(tries) == 2
    assert background.failure("reading", of=2) is not None
    assert background.failure("reading", of=3) is None


def test_an_unexpected_error_is_told_without_what_it_says_and_stands_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def work(should_stop: background.ShouldStop) -> None:
        raise KeyError("a secret sentence")

    background.begin("broken", work)
    assert background.wait(60)
    failed = background.failure("broken")
    assert failed is not None
    assert "KeyError" in failed.reason
    assert "secret" not in failed.reason
    assert "Work in the background failed" in caplog.text


def test_what_is_fast_is_found_while_the_page_waits_and_its_failure_is_kept_alike() -> None:
    found: list[str] = []
    at_hand = lambda: found[0] if found else None  # noqa: E731
    work = lambda _: found.append("value")  # noqa: E731
    assert background.soon("fast", at_hand, work, at_once=True) == "value"

    def fail(_: background.ShouldStop) -> None:
        raise DataError("unreadable")

    for _ in range(2):
        failed = background.soon("fast and failing", lambda: None, fail, at_once=True)
        assert failed == Failed("fast and failing", "unreadable")


def test_the_end_of_the_program_stops_it() -> None:
    code = """
import time
from rrr.errors import DataError
from rrr.services import background
from rrr.services.background import Failed, Pending
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
