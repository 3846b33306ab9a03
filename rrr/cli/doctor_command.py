"""`rrr doctor`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, WorkspaceOption, settings_for


def doctor(
    tidy: Annotated[
        bool,
        typer.Option(
            "--tidy",
            help="First remove what programs that were killed have left: hidden folders in which "
            "nothing changed for a day, and models of runs that are not in the database.",
        ),
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look whether the workspace is sound: the database, trained models, trainings, the disk.

    Says what to do about what is not. The exit code is 1 if anything is wrong. The app may be
    running meanwhile; with many sentences it takes up to a minute.

    Example:

    \b
        rrr doctor
        rrr doctor --tidy
    """
    from rrr.services import doctor as examination
    from rrr.services import leftovers

    settings = settings_for(workspace)
    removed = [str(folder) for folder in leftovers.remove_all(settings)] if tidy else []
    findings = examination.examine(settings)
    is_sound = not any(finding.is_wrong for finding in findings)
    if as_json:
        rows = [asdict(finding) for finding in findings]
        typer.echo(json.dumps({"sound": is_sound, "findings": rows, "removed": removed}))
    else:
        for folder in removed:
            typer.echo(f"Removed {folder}.")
        for finding in findings:
            typer.echo(
                f"{'WRONG' if finding.is_wrong else 'ok   '}  {finding.about}: {finding.says}"
            )
            if finding.remedy:
                typer.echo(f"       → {finding.remedy}")
    if not is_sound:
        raise typer.Exit(1)
