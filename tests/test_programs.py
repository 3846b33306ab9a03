"""A program forked from one that has loaded TensorFlow is as one that `python` starts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rrr.settings import ROOT
from tests.programs import Program, run

TELL = """
import os, sys, tempfile
print(tempfile.gettempdir())
print(sys.argv, os.getcwd(), os.environ["TOLD"], __name__, sys.path[0] == "", sys.stdin.read())
print("sys" in globals(), "serve" in globals(), file=sys.stderr)
sys.exit(7)
"""


@pytest.mark.parametrize("changed", [{}, {"PYTHONHASHSEED": "1"}])
def test_it_is_told_and_tells_what_one_is_that_python_starts(
    changed: dict[str, str], tmp_path: Path
) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "TOLD": "é", **changed}
    told = []
    for start in (Program, lambda each, **rest: subprocess.Popen([sys.executable, *each], **rest)):
        with start(
            ["-c", TELL, "one", ""],
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            told.append((*process.communicate("asked"), process.returncode))
    assert told[0] == told[1]
    assert told[0][2] == 7


def test_a_module_is_run_as_python_runs_it() -> None:
    arguments = ["-m", "json.tool", "--no-such-option"]
    real = subprocess.run([sys.executable, *arguments], capture_output=True, text=True)
    forked = run(arguments, text=True)
    assert (forked.returncode, forked.stdout, forked.stderr) == (2, "", real.stderr)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_ends_it_and_who_started_it_is_told(number: signal.Signals) -> None:
    code = "import time; print('begun', flush=True); time.sleep(100)"
    with Program(["-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert process.poll() is None
        os.kill(process.pid, number)
        assert process.wait(60) == -number


UNDER_NOHUP = """
import os, signal, subprocess
signal.signal(signal.SIGHUP, signal.SIG_IGN)
from tests.programs import Program
for changed in ({}, {"PYTHONHASHSEED": "1"}):
    code = "import time; print('begun', flush=True); time.sleep(100)"
    with Program(["-c", code], env={**os.environ, **changed}, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        try:
            print(process.wait(10))
        finally:
            process.kill()
"""


def test_a_hang_up_ends_it_though_who_started_it_does_not_hear_any() -> None:
    done = subprocess.run([sys.executable, "-c", UNDER_NOHUP], capture_output=True, cwd=ROOT)
    assert done.stdout.split() == [b"-1", b"-1"], done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only")
def test_tensorflow_is_there_from_the_start_and_nothing_of_ours() -> None:
    code = "import sys; print('tensorflow' in sys.modules, 'rrr' in sys.modules)"
    assert run(["-c", code], text=True).stdout == "True False\n"
