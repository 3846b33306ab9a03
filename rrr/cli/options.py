"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rrr.errors import NotFound

if TYPE_CHECKING:
    from rrr.records import Project
    from rrr.services.workspace import Workspace
    from rrr.settings import Settings

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="FOLDER",
        help="Folder of the database and the checkpoints  [default: $RRR_WORKSPACE, else "
        "data/workspace of a checkout, or right-reasons in your data folder]",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON document and nothing else.")
]
ProjectArgument = Annotated[
    str,
    typer.Argument(
        metavar="PROJECT", help="Name or number of a project, as “rrr projects” lists it."
    ),
]


def settings_for(folder: Path | None) -> Settings:
    """The settings, with the workspace in `folder` or the usual one."""
    from dataclasses import replace

    from rrr.settings import Settings

    settings = Settings.from_environment()
    return settings if folder is None else replace(settings, workspace=folder)


@contextmanager
def opened(
    folder: Path | None, *, trains_here: bool = False, is_apart: bool = False
) -> Iterator[Workspace]:
    """The workspace in `folder`, or the usual one; closed afterwards.

    Args:
        folder: None for the usual one.
        trains_here: in this process, whatever `RRR_EXECUTOR` says.
        is_apart: all of it lies in the folder, whatever `RRR_DATABASE_URL` and `RRR_CHECKPOINTS`
            say.
    """
    from dataclasses import replace

    from rrr.services.workspace import Workspace

    settings = settings_for(folder)
    if trains_here:
        settings = replace(settings, executor="thread")
    if is_apart:
        settings = replace(settings, database_url=None, checkpoint_store=None)
    workspace = Workspace(settings)
    try:
        yield workspace
    finally:
        workspace.close()


def find_project(workspace: Workspace, name_or_number: str) -> Project:
    """The project with this name, upper and lower case alike, or with this number, also as `#2`.

    Raises:
        NotFound: if there is none, or one has the name and another one the number.
    """
    from rrr.services.projects import catalogue
    from rrr.text import word_of

    projects = catalogue.list_projects(workspace)
    wanted = word_of(name_or_number.strip())
    found = [project for project in projects if word_of(project.name) == wanted]
    found += [project for project in projects if wanted in (f"{project.id}", f"#{project.id}")]
    if len({project.id for project in found}) > 1:
        named, numbered = found
        raise NotFound(
            f"“{name_or_number}” is the name of project {named.id} and the number of "
            f"“{numbered.name}”. Say '#{named.id}' or '#{numbered.id}', "
            "with the quotes."
        )
    if found:
        return found[0]
    names = ", ".join(f"“{project.name}” ({project.id})" for project in projects) or "none yet"
    raise NotFound(
        f"There is no project “{name_or_number}” in {workspace.settings.workspace}. Projects "
        f"there: {names}. Import one with “rrr import”."
    )
