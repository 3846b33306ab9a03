"""What people do with the runs they keep: name, star, delete, restore."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import select, update

from rrr.errors import RunError
from rrr.records import ACTIVE_STATUSES
from rrr.store import schema
from rrr.store.database import Database
from rrr.store.run_rows import no_such
from rrr.store.schema import run_tables

_runs = run_tables.runs


def rename(database: Database, run_id: int, name: str) -> None:
    _set(database, run_id, name=name)


def star(database: Database, run_id: int, starred: bool) -> None:
    _set(database, run_id, starred=starred)


def delete(database: Database, run_id: int) -> None:
    """Hide a run that is over; it can be restored until it is purged.

    Raises:
        NotFound: if there is no such run.
        RunError: if the run is queued or running.
    """
    with database.write() as connection:
        status = connection.scalar(
            select(_runs.c.status).where(_runs.c.id == run_id, _runs.c.deleted_at.is_(None))
        )
        if status is None:
            raise no_such(run_id)
        if status in ACTIVE_STATUSES:
            raise RunError(f"Run {run_id} is {status}. Cancel it before you delete it.")
        connection.execute(
            update(_runs).where(_runs.c.id == run_id).values(deleted_at=schema.now())
        )


def restore(database: Database, run_id: int) -> None:
    """Show a deleted run again; one that is not deleted stays as it is.

    Raises:
        NotFound: if there is no such run (any more).
    """
    with database.write() as connection:
        updated = connection.execute(
            update(_runs).where(_runs.c.id == run_id).values(deleted_at=None)
        )
        if updated.rowcount == 0:
            raise no_such(run_id)


def purge(database: Database, older_than: timedelta) -> list[int]:
    """Delete for good, with their reports, the runs that were deleted so long ago.

    Returns:
        Their ids; their checkpoint folders are the caller's to delete.
    """
    gone = sa.delete(_runs).where(_runs.c.deleted_at < schema.now() - older_than)
    with database.read() as connection:
        if connection.scalar(select(sa.func.count(_runs.c.deleted_at))) == 0:
            return []  # as a rule; writing would wait for other writers
    with database.write() as connection:
        return list(connection.scalars(gone.returning(_runs.c.id)))


def _set(database: Database, run_id: int, **values: Any) -> None:
    with database.write() as connection:
        updated = connection.execute(
            update(_runs).where(_runs.c.id == run_id, _runs.c.deleted_at.is_(None)).values(values)
        )
        if updated.rowcount == 0:
            raise no_such(run_id)
