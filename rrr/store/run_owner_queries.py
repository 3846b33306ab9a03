"""Which process has a run: taking one, giving it back, and leaving it when the process ends."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import select, update

from rrr.records import ACTIVE_STATUSES, Run
from rrr.store import schema
from rrr.store.database import Database
from rrr.store.run_rows import run_of
from rrr.store.schema import run_tables

_runs = run_tables.runs


def owners_at_work(database: Database) -> set[str | None]:
    """The processes that are to train what is queued or running; None for "nobody is"."""
    return set(owners_of_active(database))


def owners_of_active(database: Database) -> list[str | None]:
    """The owner of each run that is queued or running."""
    query = select(_runs.c.owner).where(_runs.c.status.in_(ACTIVE_STATUSES))
    with database.read() as connection:
        return list(connection.scalars(query))


def claim(database: Database, pool: str, owner: str) -> Run | None:
    """Take the run of `pool` that has waited longest; nobody else can take the same.

    A run with marks is not taken while its baseline is still waited for: it goes on from that.

    Returns:
        The run, queued and with its new owner; None if there is none to take.
    """
    waits = select(_runs.c.id).where(_runs.c.status == "queued", _runs.c.owner == pool).limit(1)
    with database.read() as connection:  # as a rule; writing would wait for other writers
        if connection.scalar(waits) is None:
            return None
    active = (
        select(_runs)
        .where(_runs.c.status.in_(ACTIVE_STATUSES), _runs.c.deleted_at.is_(None))
        .order_by(_runs.c.id)
    )
    with database.write() as connection:
        active_runs = [run_of(row) for row in connection.execute(active)]
        baselines = {
            run.pair_id for run in active_runs if run.is_baseline and run.pair_id is not None
        }
        for run in active_runs:
            is_free = run.status == "queued" and run.owner == pool
            if is_free and (run.is_baseline or run.pair_id not in baselines):
                mine = update(_runs).where(_runs.c.id == run.id).values(owner=owner)
                return run_of(connection.execute(mine.returning(_runs)).one())
    return None


def give_back(database: Database, owner: str, pool: str, most: int, error: str) -> None:
    """What an owner was to train is queued for `pool` again, to go on where it has stopped.

    Args:
        most: a run that was at work and has gone on so often already is interrupted instead.
        error: why, in a sentence for people.
    """
    is_owned = _runs.c.owner == owner
    at_work = _runs.c.status == "running"
    given_up = {"status": "interrupted", "finished_at": schema.now(), "error": error}
    again = {
        "status": "queued",
        "owner": pool,
        "num_resumed": _runs.c.num_resumed + sa.case((at_work, 1), else_=0),
    }
    with database.write() as connection:
        often = is_owned, at_work, _runs.c.num_resumed >= most
        connection.execute(update(_runs).where(*often).values(given_up))
        waits = is_owned, _runs.c.status.in_(ACTIVE_STATUSES)
        connection.execute(update(_runs).where(*waits).values(again))


def mark_interrupted(database: Database, owner: str | None) -> int:
    """Call when this process is dead or about to end: its queued and running runs stop here.

    Returns the number of runs concerned.
    """
    at_work = _runs.c.status.in_(ACTIVE_STATUSES), _runs.c.owner.is_not_distinct_from(owner)
    changes = {"status": "interrupted", "finished_at": schema.now()}
    with database.write() as connection:
        return connection.execute(update(_runs).where(*at_work).values(changes)).rowcount
