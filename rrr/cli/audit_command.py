"""`rrr audit`: who did what, and when."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.cli.output_file import ForceOption, refuse_unwritable, writing
from rrr.errors import DataError
from rrr.records import ACTIONS

if TYPE_CHECKING:
    from rrr.records import AuditEntry


def audit(
    project: ProjectArgument,
    person: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Only what this person did.")
    ] = None,
    action: Annotated[
        str | None, typer.Option(metavar="WHAT", help=f"Only this: {', '.join(ACTIONS)}.")
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write it into this file as CSV."),
    ] = None,
    force: ForceOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell who marked, changed, decided, trained, exported and deleted what, and when (UTC).

    The oldest first. Entries are only ever added, and hold no sentence.

    Example:

    \b
        rrr audit Reviews --person ada@example.org --csv audit.csv
    """
    from rrr.services import audit as of_projects

    if action is not None and action not in ACTIONS:
        raise DataError(f"--action must be one of {', '.join(ACTIONS)}. Received: {action}.")
    if csv is not None:
        refuse_unwritable(csv, force)
    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        entries = of_projects.all_entries(opened_workspace, opened_project, person, action)
        if csv is not None:
            with writing(csv) as file:
                for line in of_projects.csv_lines(entries):
                    file.write(line.encode())
        elif as_json:
            typer.echo(json.dumps([_plain(entry) for entry in entries]))
        else:
            for entry in entries:
                typer.echo(
                    f"{entry.at:%Y-%m-%d %H:%M:%S}  {entry.person}  {entry.action}  "
                    f"{json.dumps(entry.detail, ensure_ascii=False)}"
                )


def _plain(entry: AuditEntry) -> dict[str, Any]:
    return {**asdict(entry), "at": entry.at.isoformat()}
