"""`rrr backup`, `rrr restore`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, WorkspaceOption, opened, settings_for
from rrr.counted import counted


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write, a ZIP file.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the whole workspace into one file: projects, marks, runs and trained models.

    The app may be running meanwhile.

    Example:

    \b
        rrr backup monday.zip
    """
    from rrr.services.projects import backups

    with opened(workspace) as opened_workspace:
        count = backups.back_up(opened_workspace, file)
    if as_json:
        typer.echo(json.dumps({"file": str(file), "models": count}))
        return
    typer.echo(
        f"Wrote all projects, marks and {counted(count, 'trained model')} to {file}.", err=True
    )


def restore(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A backup, or a database that was rescued.")
    ],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Replace the workspace that is there. It is kept in a folder beside."
        ),
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring a backup back. The app must not be running on this workspace.

    A damaged backup is refused, and everything stays as it was.

    Example:

    \b
        rrr restore monday.zip --workspace data/workspace
    """
    from rrr.services.projects import backups

    settings = settings_for(workspace)
    restored = backups.restore(settings, file, replace=replace)
    if as_json:
        fields = {"workspace": str(settings.workspace), "models": restored.num_checkpoints}
        typer.echo(json.dumps({**fields, "kept": [str(path) for path in restored.kept]}))
        return
    typer.echo(
        f"Restored {settings.workspace} with {counted(restored.num_checkpoints, 'trained model')}.",
        err=True,
    )
    for path in restored.kept:
        typer.echo(f"What was there before is kept: {path}", err=True)
