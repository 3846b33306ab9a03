"""`rrr serve`: the app, as `make run` starts it in a checkout."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from rrr.cli.missing import sentence_for_missing
from rrr.cli.options import WorkspaceOption, settings_for
from rrr.errors import ConfigError


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Whether to open a browser.")
    ] = True,
    workspace: WorkspaceOption = None,
) -> None:
    """Start the app on this machine only, and open a browser.

    Ctrl-C ends it: a training stops and can be resumed. A setting of Streamlit's can be given as a
    variable, for instance STREAMLIT_SERVER_MAX_UPLOAD_SIZE=200.

    Example:

    \b
        rrr serve --port 8600
    """
    from rrr.settings import APP

    if find_spec("streamlit") is None:
        raise ConfigError(sentence_for_missing("streamlit"))
    settings = settings_for(None if workspace is None else Path(workspace).absolute())
    settings.make_workspace()
    environment = {**os.environ, "RRR_WORKSPACE": str(settings.workspace.absolute())}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = {
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "server.headless": "false" if browser else "true",
        "server.showEmailPrompt": "false",
    }
    for name, value in options.items():
        command += [f"--{name}", value]
    os.chdir(APP)  # where its config.toml is looked for
    sys.stdout.flush()
    os.execve(sys.executable, command, environment)
