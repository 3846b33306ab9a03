from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from rrr.settings import ROOT

SERVER = """
import logging, sys, threading, warnings
import uvicorn
from streamlit.logger import get_logger, init_uvicorn_logs

init_uvicorn_logs()
uvicorn.Config("app:app")  # gives its loggers handlers of their own
from rrr.ui.server_log import begin_log
begin_log()

SECRET = 'Mrs. Smith"}\\n{"level": "ok\\u2028\\x1b[31m'

def fail():
    from rrr.text import tokenize
    tokenize(SECRET)
    raise ValueError(SECRET)

for name in ("rrr.services.x", "streamlit.runtime.x", "uvicorn.error", "asyncio"):
    try:
        fail()
    except ValueError as error:
        get_logger(name) if name.startswith("streamlit") else None
        logging.getLogger(name).exception("It went wrong")
        logging.getLogger(name).warning("Because of %s, for the %d. time", error, 2)
logging.getLogger("uvicorn.error").info("Uvicorn is %s", "here")
logging.getLogger("uvicorn.access").info("GET /?of=Mrs.Smith")
logging.getLogger("rrr").warning("too few %s %s", "arguments")
logging.getLogger("rrr").warning("two\\nlines\\u2028of\\x1b[31m one message")
warnings.warn("old", stacklevel=1)
thread = threading.Thread(target=fail)
thread.start()
thread.join()
fail()
"""


def test_every_line_of_the_servers_log_is_one_json_object_without_a_text() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SERVER],
        env={**os.environ, "RRR_LOG": "json", "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Smith" not in done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
    raised = [line for line in lines if line.get("error") == "ValueError"]
    assert [line["logger"] for line in raised] == [
        *("rrr.services.x", "streamlit.runtime.x", "uvicorn.error", "asyncio"),
        *("rrr", "rrr"),  # not caught: in the thread, in the program
    ]
    messages = [line["message"] for line in lines]
    assert messages.count("Because of ValueError, for the 2. time") == 4
    assert "Uvicorn is here" in messages
    assert "two\nlines\u2028of\x1b[31m one message" in messages
    assert lines[0]["time"].endswith("+00:00")


def test_frames_lead_to_our_own_files_only(tmp_path: Path) -> None:
    from rrr.errors import StorageError
    from rrr.store.sqlite_database import SqliteDatabase
    from rrr.unexpected import own_frames

    (tmp_path / "x").write_text("no database, but long enough to be looked at as one")
    try:
        SqliteDatabase(tmp_path / "x")
    except StorageError as error:
        frames = own_frames(error)
    assert frames[0].startswith("rrr/store/sqlite_database.py:")
    assert all(frame.startswith("rrr/") for frame in frames)
