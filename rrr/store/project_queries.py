"""Projects: looked up, renamed, deleted. `importing` makes them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, select, update

from rrr.errors import DataError, NotFound, RunError
from rrr.records import ACTIVE_STATUSES, Project
from rrr.store.audit_queries import record
from rrr.store.database import Database
from rrr.store.deleting import DELETING, IMPORTING, hide
from rrr.store.schema import corpus_tables, run_tables, team_tables

_projects = corpus_tables.projects

VISIBLE = _projects.c.state.not_in((IMPORTING, DELETING))


def get(database: Database, project_id: int) -> Project:
    query = select(_projects).where(_projects.c.id == project_id, VISIBLE)
    with database.read() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise no_such(project_id)
    return from_row(row)


def marks_version(database: Database, project_id: int) -> int:
    """A number that goes up with every change of an answer, a rule, an exception or a label."""
    query = select(_projects.c.marks_version).where(_projects.c.id == project_id)
    with database.read() as connection:
        version = connection.scalar(query)
    if version is None:
        raise no_such(project_id)
    return version


def list_all(database: Database) -> list[Project]:
    """All projects, newest first."""
    with database.read() as connection:
        query = select(_projects).where(VISIBLE).order_by(_projects.c.id.desc())
        return [from_row(row) for row in connection.execute(query)]


def rename(database: Database, project_id: int, name: str, person: str | None = None) -> Project:
    """Give a project another name.

    Raises:
        NotFound: if there is no such project.
        DataError: if another project has this name.
    """
    with database.write() as connection:
        refuse_taken(connection, name, own_id=project_id)
        row = connection.execute(
            update(_projects)
            .where(_projects.c.id == project_id)
            .values(name=name)
            .returning(_projects)
        ).one_or_none()
        if row is None:
            raise no_such(project_id)
        record(connection, person, "project", project_id, {"renamed": name})
        return from_row(row)


def delete(database: Database, project_id: int, person: str | None = None) -> list[int]:
    """Hide a project for good, with its examples, annotations, rules and runs;
    `deleting.delete_hidden` is to delete them.

    Returns:
        The ids of its runs; their checkpoint folders are the caller's to delete.

    Raises:
        NotFound: if there is no such project.
        RunError: if one of its runs is queued or running.
    """
    runs = run_tables.runs
    query = select(runs.c.id, runs.c.status).where(runs.c.project_id == project_id)
    with database.write() as connection:
        of_project = connection.execute(query).all()
        if any(run.status in ACTIVE_STATUSES for run in of_project):
            raise RunError("A training of this project is under way. Cancel it, then delete.")
        visible = sa.exists().where(_projects.c.id == project_id, VISIBLE)
        if not connection.scalar(select(visible)):
            raise no_such(project_id)
        detail = {"runs": len(of_project)}
        record(connection, person, "delete", project_id, detail)  # while it has its name
        hide(connection, project_id)
    return [run.id for run in of_project]


def refuse_taken(connection: Connection, name: str, own_id: int | None = None) -> None:
    """Raise DataError if another project than `own_id` has this name."""
    namesake_id = connection.scalar(select(_projects.c.id).where(_projects.c.name == name))
    if namesake_id is not None and namesake_id != own_id:
        raise DataError(f"There is already a project named “{name}”. Choose another name.")


def demo_in(connection: Connection, owner: str | None) -> Project | None:
    """The demo of a person, or the one without members that is everybody's."""
    members = team_tables.members
    part = sa.exists().where(members.c.project_id == _projects.c.id)
    of_owner = ~part if owner is None else part.where(members.c.person == owner)
    query = select(_projects).where(_projects.c.is_demo, of_owner).order_by(_projects.c.id)
    row = connection.execute(query.limit(1)).one_or_none()
    return None if row is None else from_row(row)


def from_row(row: Row[Any]) -> Project:
    values = {name: row._mapping[name] for name in Project.__dataclass_fields__}
    return Project(**{**values, "labels": tuple(row.labels)})


def no_such(project_id: int) -> NotFound:
    return NotFound(
        f"There is no project {project_id}. It may have been deleted; choose another one."
    )
