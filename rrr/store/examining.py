"""Finds out whether what a database holds fits together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, func, select

from rrr.records import ACTIVE_STATUSES
from rrr.store.database import Database
from rrr.store.deleting import DELETING, IMPORTING
from rrr.store.schema import corpus_tables, mark_tables, run_tables
from rrr.store.schema.all_tables import metadata

_projects, _examples, _runs = corpus_tables.projects, corpus_tables.examples, run_tables.runs


@dataclass(frozen=True)
class StoredRun:
    """A run, deleted ones included: its status, and whether a trained model belongs to it."""

    id: int
    status: str
    owner: str | None
    has_model: bool


def mismatches(database: Database) -> list[str]:
    """What does not fit together, one sentence each, by table and number; never a text of a
    sentence. Looks at all rows."""
    with database.read() as connection:
        return [*_orphans(connection), *_counts(connection)]


def runs_in(database: Database) -> list[StoredRun]:
    """All runs of all projects, those that were deleted and can be restored included."""
    query = select(_runs.c.id, _runs.c.status, _runs.c.owner, _runs.c.checkpoint.is_not(None))
    with database.read() as connection:
        return [StoredRun(*row) for row in connection.execute(query.order_by(_runs.c.id))]


def count_leftovers(database: Database) -> int:
    """How many projects are hidden: being imported, or being deleted."""
    query = select(func.count()).where(_projects.c.state.in_((IMPORTING, DELETING)))
    with database.read() as connection:
        return connection.execute(query).scalar_one()


def is_active(run: StoredRun) -> bool:
    """Whether a process is to train it."""
    return run.status in ACTIVE_STATUSES


def _orphans(connection: Connection) -> Iterator[str]:
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            parent = key.column.table.alias()
            twin = parent.c[key.column.name]
            lost = ~sa.exists().where(twin == key.parent)
            number = _count(connection, sa.and_(key.parent.is_not(None), lost), table)
            if number:
                yield (
                    f"{number:,} rows of the table {table.name} refer to rows of "
                    f"{key.column.table.name} that are not there."
                )


def _counts(connection: Connection) -> Iterator[str]:
    answers, counts = mark_tables.annotations, mark_tables.answer_counts
    kinds = ("project_id", "annotator", "split", "status")
    by_kind = [answers.c[name] for name in kinds]
    counted = {
        tuple(row[:-1]): row[-1]
        for row in connection.execute(select(*by_kind, func.count()).group_by(*by_kind))
    }
    stored_counts = {
        tuple(row[:-1]): row[-1]
        for row in connection.execute(select(*(counts.c[name] for name in kinds), counts.c.number))
    }
    visible = select(_projects.c.id, _projects.c.split_sizes).where(
        _projects.c.state.not_in((IMPORTING, DELETING))
    )
    for project in connection.execute(visible.order_by(_projects.c.id)).all():
        of_project = {key for key in (*counted, *stored_counts) if key[0] == project.id}
        if any(counted.get(key, 0) != stored_counts.get(key, 0) for key in of_project):
            yield f"The answers of project {project.id} are not as many as was kept count of."
        sizes = connection.execute(
            select(_examples.c.split, func.count())
            .where(_examples.c.project_id == project.id)
            .group_by(_examples.c.split)
        )
        counted_sizes = {row.split: row[1] for row in sizes}
        if counted_sizes != {
            split: number for split, number in project.split_sizes.items() if number
        }:
            yield f"The sentences of project {project.id} are not as many as was kept count of."


def _count(connection: Connection, condition: ColumnElement[bool], table: sa.Table) -> int:
    query = select(func.count()).select_from(table).where(condition)
    return connection.execute(query).scalar_one()
