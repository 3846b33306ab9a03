"""`rrr labels`: how many sentences have each label; rename, merge, undo."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.counted import counted
from rrr.errors import DataError


def labels(
    project: ProjectArgument,
    rename: Annotated[
        str | None, typer.Option(metavar="LABEL", help="Label that gets the name after --to.")
    ] = None,
    merge: Annotated[
        str | None,
        typer.Option(metavar="LABEL", help="Label that is merged into the one after --to."),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="NAME", help="For --rename and --merge.")
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take back the last change of labels.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List a project's labels, rename one, or merge one into another.

    Prints how many sentences have each. Trained models keep the labels they were trained with.

    Example:

    \b
        rrr labels Tickets --rename prais --to praise
        rrr labels Tickets --merge refund --to billing
        rrr labels Tickets --undo
    """
    from rrr.services.marks import labels as of_projects
    from rrr.services.projects import catalogue

    wishes = [rename is not None, merge is not None, undo]
    if sum(wishes) > 1 or (to is not None) != (rename is not None or merge is not None):
        raise DataError("Give --rename LABEL --to NAME, --merge LABEL --to NAME, or --undo.")
    with opened(workspace) as opened_workspace:
        found = find_project(opened_workspace, project)
        person = opened_workspace.settings.annotator
        made = None
        if rename is not None and to is not None:
            made = of_projects.rename(opened_workspace, found, rename, to, person)
        elif merge is not None and to is not None:
            made = of_projects.merge(opened_workspace, found, merge, to, person)
        elif undo:
            last = of_projects.latest(opened_workspace, found)
            if last is None:
                raise DataError(f"No label of “{found.name}” was ever changed.")
            made = of_projects.undo(opened_workspace, found, last, person)
        now = catalogue.get_project(opened_workspace, found.id)
        counts = of_projects.count(opened_workspace, now)
    if made is not None:
        typer.echo(f"Changed {counted(made.number, 'sentence')}.", err=True)
    if as_json:
        typer.echo(json.dumps(counts))
        return
    for label, number in counts.items():
        typer.echo(f"{number:>8,}  {label}")
