"""The app in a process of its own, on a free port and a workspace of its own."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import closing
from http.client import HTTPMessage
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from rrr.settings import ROOT, Settings
from tests.programs import Program

START_SECONDS = 180


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage
    body: bytes


class RunningApp:
    """`streamlit run app.py` as a person starts it; may be stopped and started again.

    Without `warm_up` TensorFlow stays away until something is trained or compared. With
    `asks_names` each browser is asked who works there; else everybody is "tester". `options` are
    further ones of Streamlit's, `environment` further variables. No sentence is a control sentence:
    which ones are follows from their numbers, and these from what else ran in the app before.
    """

    def __init__(
        self,
        folder: Path,
        *,
        warm_up: bool = False,
        asks_names: bool = False,
        environment: Mapping[str, str] = MappingProxyType({}),
        options: Sequence[str] = (),
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._asks_names = asks_names
        self._warm_up = warm_up
        self._environment, self.options = environment, options
        self.settings = Settings(workspace=folder / "workspace", annotator="tester")
        self.move_to(free_port())
        self._log = folder / "app.log"
        self._process: Program | None = None

    def move_to(self, port: int) -> None:
        """Be at this port from the next start."""
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def start(self) -> None:
        environment = {
            **os.environ,
            "RRR_WORKSPACE": str(self.settings.workspace),
            "RRR_ANNOTATOR": "" if self._asks_names else self.settings.annotator,
            "RRR_WARM_UP": str(int(self._warm_up)),
            "RRR_BLIND_SHARE": "0",
            **self._environment,
        }
        command = ["-m", "streamlit", "run", "app.py"]
        with self._log.open("ab") as log:
            self._process = Program(
                [*command, "--server.port", str(self.port), *self.options],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_healthy():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"The app did not start. Its log:\n{self.log}")
            time.sleep(0.1)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()  # as a power cut would: nothing may depend on a tidy end
            self._process.wait()
            self._process = None

    def end(self, number: signal.Signals) -> int:
        """End it tidily with a signal; returns its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        code = self._process.wait(START_SECONDS)
        self._process = None
        return code

    def ask(self, path: str, **headers: str) -> Answer:
        """GET a path with these headers alone; “_” in their names stands for “-”. No host is named
        unless it is among them."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(connection):
            connection.putrequest("GET", path, skip_host=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            got = connection.getresponse()
            return Answer(got.status, got.headers, got.read())

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def _is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
