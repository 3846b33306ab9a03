"""Deleting a project bit by bit, so that nobody who saves has to wait long.

A project is first hidden, at once and for good; then its rows go, some thousand at a time. If the
program ends on the way, whoever looks next goes on.
"""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import Connection, Table, select, update

from rrr.errors import StorageError
from rrr.store import schema
from rrr.store.database import Database
from rrr.store.schema import corpus_tables, mark_tables, reading_tables, run_tables

IMPORTING = "importing"
"""State of a project whose examples are still coming in."""

DELETING = "deleting"
"""State of a project whose examples are going."""

ABANDONED_AFTER = timedelta(hours=1)
"""An import whose last batch came so long ago has ended with its program."""

_ROWS = 2_000
"""Deleted in one transaction, in about a tenth of a second."""

_projects = corpus_tables.projects

_given_up: set[tuple[str, int]] = set()
"""Imports of this process that failed, and whose rows may still be there; empties itself."""

# The large tables; what else hangs on their rows goes with them.
_BY_RUN = (reading_tables.sentence_readings, reading_tables.word_readings)
_BY_PROJECT = (
    mark_tables.annotations,
    corpus_tables.examples,
    corpus_tables.postings,
    corpus_tables.word_counts,
    corpus_tables.words,
)


def hide(connection: Connection, project_id: int) -> None:
    """Nobody sees the project any more, and its name is free. `delete_hidden` does the rest."""
    values = {"state": DELETING, "name": f"deleting {uuid4().hex}", "is_demo": False}
    connection.execute(update(_projects).where(_projects.c.id == project_id).values(values))


def give_up(database: Database, project_id: int) -> None:
    """Delete what an import has stored so far; on a full disk, later."""
    _given_up.add((database.name, project_id))
    with suppress(StorageError):
        delete_hidden(database)


def delete_hidden(database: Database) -> None:
    """Delete what is hidden, and what imports have left that failed or ended with their program."""
    given_up = [project_id for name, project_id in _given_up if name == database.name]
    is_left = sa.or_(
        _projects.c.state == DELETING,
        sa.and_(
            _projects.c.state == IMPORTING,
            sa.or_(
                _projects.c.created_at < schema.now() - ABANDONED_AFTER,
                _projects.c.id.in_(given_up),
            ),
        ),
    )
    with database.read() as connection:
        project_ids = list(connection.scalars(select(_projects.c.id).where(is_left)))
    for project_id in project_ids:
        with database.write() as connection:
            of_project = sa.exists().where(_projects.c.id == project_id, is_left)
            if connection.scalar(select(of_project)):  # no import has come back to life
                hide(connection, project_id)
        for table in (*_BY_RUN, *_BY_PROJECT):
            began = time.monotonic()
            while _delete_some(database, table, project_id):
                time.sleep(time.monotonic() - began)  # whoever waits to save gets a turn
                began = time.monotonic()
        with database.write() as connection:
            of_project = _projects.c.id == project_id
            connection.execute(
                sa.delete(_projects).where(of_project, _projects.c.state == DELETING)
            )
    _given_up.difference_update((database.name, project_id) for project_id in given_up)


def _delete_some(database: Database, table: Table, project_id: int) -> bool:
    """Whether there was anything left to delete."""
    with database.write() as connection:
        is_hidden = sa.exists().where(_projects.c.id == project_id, _projects.c.state == DELETING)
        if not connection.scalar(select(is_hidden)):
            return False
        runs = run_tables.runs
        if table in _BY_RUN:
            of_project: sa.ColumnElement[bool] = table.c.run_id.in_(
                select(runs.c.id).where(runs.c.project_id == project_id)
            )
        else:
            of_project = table.c.project_id == project_id
        keys = [column for column in table.primary_key.columns if column.name != "project_id"]
        some = select(*keys).where(of_project).limit(_ROWS)
        # Said once more outside, so that each row is one look into an index.
        gone = sa.delete(table).where(of_project, sa.tuple_(*keys).in_(some))
        return connection.execute(gone).rowcount > 0
