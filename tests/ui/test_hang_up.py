"""A real server, its terminal closed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from rrr.settings import ROOT, Settings

# As if a page had been opened: that takes a browser.
APP = """
import sys, threading, time
from streamlit import runtime
from streamlit.web import bootstrap
from rrr.services.workspace import open_workspace
from rrr.ui.hang_up import end_cleanly_on_hang_up

def page():
    while not runtime.exists():
        time.sleep(0.1)
    open_workspace()
    end_cleanly_on_hang_up()

threading.Timer(1, page).start()
bootstrap.load_config_options({"server_port": int(sys.argv[1]), "server_headless": True})
bootstrap.run("app.py", False, [], {})
"""


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_the_app_ends_cleanly_when_its_terminal_is_closed(
    tmp_path: Path, number: signal.Signals
) -> None:
    from rrr.services.workspace import Workspace

    settings = Settings(tmp_path / "workspace", "tester")
    Workspace(settings).close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "RRR_WORKSPACE": str(settings.workspace), "RRR_WARM_UP": "0"}
    server = subprocess.Popen(
        [sys.executable, "-c", APP, str(port)], cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        _wait_for(port)
        log = settings.workspace / "right_reasons.sqlite3-wal"
        end = time.monotonic() + 60
        while not log.exists() and time.monotonic() < end:
            time.sleep(0.1)
        assert log.exists()  # the workspace is open
        time.sleep(1)
        server.send_signal(number)
        assert server.wait(60) == 0
        assert not log.exists()
    finally:
        server.kill()
        server.wait()


def _wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
