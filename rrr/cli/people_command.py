"""`rrr people`: who works in this workspace, and who may not any more."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, WorkspaceOption, opened
from rrr.errors import DataError


def people(
    remove: Annotated[
        str | None,
        typer.Option(
            metavar="PERSON",
            help="Let somebody do nothing any more, in any project. What they did stays.",
        ),
    ] = None,
    back: Annotated[
        str | None, typer.Option("--let-back", metavar="PERSON", help="Let somebody in again.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List everybody who works here; remove somebody from all projects at once.

    A person is a name or, with sign-in, an e-mail address. Who is removed and signed in is refused
    at the next action.

    Example:

    \b
        rrr people --remove bob@example.org
    """
    from rrr.services.people import naming

    if remove is not None and back is not None:
        raise DataError("Give --remove PERSON or --let-back PERSON, not both.")
    with opened(workspace) as opened_workspace:
        if remove is not None:
            naming.remove(opened_workspace, naming.invited(opened_workspace, remove))
        elif back is not None:
            naming.let_back(opened_workspace, naming.invited(opened_workspace, back))
        people = [(person, False) for person in naming.known_people(opened_workspace)]
        people += [(person, True) for person in naming.removed_people(opened_workspace)]
    if as_json:
        rows = [{"person": p.key, "name": p.name, "removed": gone} for p, gone in people]
        typer.echo(json.dumps(rows))
        return
    for person, is_removed in people:
        address = "" if person.key == person.name else f" ({person.key})"
        typer.echo(f"{person.name}{address}{', removed' if is_removed else ''}")
