"""`rrr project rename`, `delete` and `card`: what an owner does with a project."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened


def rename(
    project: ProjectArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its new name.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a project another name.

    Example:

    \b
        rrr project rename Reviews "Reviews of May"
    """
    from rrr.services.projects import catalogue

    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        renamed = catalogue.rename_project(opened_workspace, opened_project.id, name)
    if as_json:
        typer.echo(json.dumps({"id": renamed.id, "name": renamed.name}))
        return
    typer.echo(f"Project {renamed.id} is called “{renamed.name}”.")


def delete(
    project: ProjectArgument,
    for_good: Annotated[
        bool, typer.Option("--for-good", help="Say that it is meant: nothing brings it back.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete a project with its marks, rules, runs and models.

    Example:

    \b
        rrr project delete Reviews --for-good
    """
    from rrr.errors import DataError
    from rrr.services.projects import catalogue

    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        if not for_good:
            raise DataError(
                f"“{opened_project.name}” was not deleted: nothing would bring its sentences, "
                "marks, rules and runs back. Say --for-good if that is meant."
            )
        catalogue.delete_project(opened_workspace, opened_project.id)
    if as_json:
        typer.echo(
            json.dumps({"id": opened_project.id, "name": opened_project.name, "deleted": True})
        )
        return
    typer.echo(f"Deleted “{opened_project.name}”.")


def card(
    project: ProjectArgument,
    write: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT", help="Put this text there, as Markdown; “” for the usual card."
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print or write the card that tells people what to strike.

    Example:

    \b
        rrr project card Reviews --write "Strike names of people and places."
    """
    from rrr.services.marks import striking_advice

    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        if write is not None:
            person = opened_workspace.settings.annotator
            striking_advice.write_advice(opened_workspace, opened_project, write, person)
        text = striking_advice.advice_of(opened_workspace, opened_project)
    if as_json:
        typer.echo(json.dumps({"card": text}))
        return
    typer.echo("The usual card." if text is None else text)
