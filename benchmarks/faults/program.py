"""A writer in a process of its own, which can be killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from rrr.settings import ROOT

SECONDS_TO_START = 120.0
dice = random.Random(7)
"""For the moments of kills."""


class Program:
    """A writer in a process of its own; `said` are its acknowledgements so far."""

    def __init__(self, folder: Path, what: str, name: str) -> None:
        command = [sys.executable, "-m", "benchmarks.faults.writer", str(folder), what, name]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            if line.endswith("\n"):  # half a line is no acknowledgement
                self.said.append(line.strip())

    def wait_for(self, number: int = 1, last: str | None = None) -> bool:
        """Whether it says so much, or that, in time."""
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end and self._process.poll() is None:
            if len(self.said) >= number if last is None else last in self.said:
                return True
            time.sleep(0.01)
        return False

    def kill(self) -> list[str]:
        """Kill it as a power cut would; returns all that it has said."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        return self.said
