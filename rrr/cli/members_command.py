"""`rrr members`: who takes part in a project, and as what."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.errors import DataError
from rrr.records import ROLES


def members(
    project: ProjectArgument,
    add: Annotated[
        str | None,
        typer.Option(
            metavar="PERSON",
            help="Add somebody, or give a member another role: a name or, with sign-in, the "
            "e-mail address they sign in with.",
        ),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(metavar="ROLE", help=f"For --add: {', '.join(ROLES)}.", show_default=False),
    ] = None,
    remove: Annotated[
        str | None,
        typer.Option(metavar="PERSON", help="Take somebody out. What they marked stays."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the members of a project; add one, or take one out.

    A project without members is open to everybody at this computer or, with sign-in, to the
    administrators named in RRR_ADMINS. Its first member must be an owner.

    Example:

    \b
        rrr members Reviews --add ada@example.org --role owner
        rrr members Reviews --add bob@example.org --role annotator
        rrr members Reviews --remove bob@example.org
    """
    from rrr.services.people import members as of_projects
    from rrr.services.people import naming

    if (add is None) != (role is None) or (add is not None and remove is not None):
        raise DataError("Give --add PERSON --role ROLE, or --remove PERSON, or neither.")
    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        if add is not None:
            person = naming.invited(opened_workspace, add)
            of_projects.put(opened_workspace, opened_project, person, role)  # type: ignore[arg-type]
        elif remove is not None:
            of_projects.remove(
                opened_workspace, opened_project, naming.invited(opened_workspace, remove).key
            )
        members = of_projects.members_of(opened_workspace, opened_project)
    if as_json:
        rows = [
            {
                "person": member.person.key,
                "name": member.person.name,
                "role": member.role,
                "added_by": member.added_by,
                "added_at": member.added_at.isoformat(),
            }
            for member in members
        ]
        typer.echo(json.dumps(rows))
        return
    for member in members:
        address = "" if member.person.key == member.person.name else f" ({member.person.key})"
        typer.echo(f"{member.role:<10} {member.person.name}{address}")
    if not members:
        typer.echo(
            f"“{opened_project.name}” has no members: it is open to everybody here.", err=True
        )
