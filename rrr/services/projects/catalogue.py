"""Projects: list, rename and delete them; what they may be called."""

from __future__ import annotations

import re

from rrr.errors import DataError
from rrr.records import Project
from rrr.services.permissions import projects_of, require
from rrr.services.training.run_checkpoints import delete_checkpoint_of
from rrr.services.training.unfinished import forget
from rrr.services.workspace import Workspace
from rrr.store import deleting, project_queries

MAX_NAME_LENGTH = 100


def list_projects(workspace: Workspace) -> list[Project]:
    """All projects in which this person has a part, newest first."""
    return projects_of(workspace)


def get_project(workspace: Workspace, project_id: int) -> Project:
    """Raises NotFound if there is no such project."""
    workspace = require(workspace, project_id, "look")
    return project_queries.get(workspace.database, project_id)


def rename_project(workspace: Workspace, project_id: int, name: str) -> Project:
    """Give a project another name.

    Raises:
        NotFound: if there is no such project.
        DataError: if the name is empty, too long or taken.
    """
    workspace = require(workspace, project_id, "change the project")
    person = workspace.person.key
    return project_queries.rename(workspace.database, project_id, checked_name(name), person)


def delete_project(workspace: Workspace, project_id: int) -> None:
    """Delete a project with its annotations, rules, runs and their checkpoints, for good.

    Raises:
        NotFound: if there is no such project.
        RunError: if one of its runs is queued or running.
    """
    workspace = require(workspace, project_id, "delete")
    for run_id in project_queries.delete(workspace.database, project_id, workspace.person.key):
        delete_checkpoint_of(workspace, run_id)
        forget(workspace, run_id)
    deleting.delete_hidden(workspace.database)


def file_stem(project: Project) -> str:
    """The project's name as the beginning of a file's name."""
    return re.sub(r"[^\w\-]+", "-", project.name).strip("-") or f"project-{project.id}"


def owner_of_new(workspace: Workspace) -> str | None:
    """To whom a new project belongs: to whoever is signed in; else it is everybody's."""
    return workspace.person.key if workspace.authority == "confirmed" else None


def checked_name(name: str) -> str:
    """A project's name on one line; what is not Unicode in it, as in some files' names, becomes
    a question mark."""
    name = " ".join(name.encode(errors="replace").decode().split())
    if not 1 <= len(name) <= MAX_NAME_LENGTH:
        raise DataError(
            f"A project's name must have 1 to {MAX_NAME_LENGTH} characters. "
            f"Received: {len(name)}. Choose another name."
        )
    return name
