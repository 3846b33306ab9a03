"""Projects: made with all their examples at once, renamed, deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, insert, select, update

from rrr.errors import DataError, NotFound, RunError
from rrr.records import ACTIVE_STATUSES, TEST, TRAIN, VALIDATION, NewExample, Project
from rrr.store import schema
from rrr.store.database import Database

_projects = schema.projects


def add(
    database: Database,
    name: str,
    labels: Sequence[str],
    examples: Sequence[NewExample],
    *,
    is_demo: bool = False,
) -> Project:
    """Store a project and all its examples, or nothing. There is one demo: if it exists already,
    it is returned as it stands.

    Raises:
        DataError: if another project has this name.
    """
    with database.write() as connection:
        if is_demo and (existing := _demo(connection)) is not None:
            return existing
        _refuse_taken(connection, name)
        values = {
            "name": name,
            "labels": list(labels),
            "split_sizes": _split_sizes(example.split for example in examples),
            "is_demo": is_demo,
            "created_at": schema.now(),
        }
        row = connection.execute(insert(_projects).values(values).returning(_projects)).one()
        connection.execute(
            insert(schema.examples),
            [
                {
                    "project_id": row.id,
                    "position": position,
                    "split": example.split,
                    "text": example.text,
                    "label": example.label,
                }
                for position, example in enumerate(examples)
            ],
        )
        return _project(row)


def get(database: Database, project_id: int) -> Project:
    query = select(_projects).where(_projects.c.id == project_id)
    with database.read() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise _no_such(project_id)
    return _project(row)


def demo(database: Database) -> Project | None:
    with database.read() as connection:
        return _demo(connection)


def list_all(database: Database) -> list[Project]:
    """All projects, newest first."""
    with database.read() as connection:
        query = select(_projects).order_by(_projects.c.id.desc())
        return [_project(row) for row in connection.execute(query)]


def rename(database: Database, project_id: int, name: str) -> Project:
    """Give a project another name.

    Raises:
        NotFound: if there is no such project.
        DataError: if another project has this name.
    """
    with database.write() as connection:
        _refuse_taken(connection, name, but=project_id)
        row = connection.execute(
            update(_projects)
            .where(_projects.c.id == project_id)
            .values(name=name)
            .returning(_projects)
        ).one_or_none()
        if row is None:
            raise _no_such(project_id)
        return _project(row)


def delete(database: Database, project_id: int) -> list[str]:
    """Delete a project with its examples, annotations, rules and runs.

    Returns:
        The names of its runs' checkpoint folders, which are the caller's to delete.

    Raises:
        NotFound: if there is no such project.
        RunError: if one of its runs is queued or running.
    """
    runs = schema.runs
    query = select(runs.c.status, runs.c.checkpoint).where(runs.c.project_id == project_id)
    with database.write() as connection:
        of_project = connection.execute(query).all()
        if any(run.status in ACTIVE_STATUSES for run in of_project):
            raise RunError("A training of this project is under way. Cancel it, then delete.")
        gone = connection.execute(sa.delete(_projects).where(_projects.c.id == project_id))
        if gone.rowcount == 0:
            raise _no_such(project_id)
    return [run.checkpoint for run in of_project if run.checkpoint is not None]


def _split_sizes(splits: Iterable[str]) -> dict[str, int]:
    sizes = Counter(splits)
    first = [name for name in (TRAIN, VALIDATION, TEST) if name in sizes]
    return {name: sizes[name] for name in (*first, *(n for n in sizes if n not in first))}


def _refuse_taken(connection: Connection, name: str, but: int | None = None) -> None:
    taken = connection.scalar(select(_projects.c.id).where(_projects.c.name == name))
    if taken is not None and taken != but:
        raise DataError(f"There is already a project named “{name}”. Choose another name.")


def _demo(connection: Connection) -> Project | None:
    row = connection.execute(select(_projects).where(_projects.c.is_demo)).one_or_none()
    return None if row is None else _project(row)


def _project(row: Row[Any]) -> Project:
    return Project(**{**row._mapping, "labels": tuple(row.labels)})


def _no_such(project_id: int) -> NotFound:
    return NotFound(
        f"There is no project {project_id}. It may have been deleted; choose another one."
    )
