"""Trainings and their status. It changes only along its arrows:

queued → running → finished | cancelled | failed | interrupted, queued → cancelled | failed |
interrupted, interrupted → queued, and running → queued where a worker process gives a run back. A
change that no longer fits (somebody cancelled in the meantime) does nothing and returns False, as
one does that is made for an owner who has the run no more.

A deleted run is hidden from everything here until it is restored or gone for good; see
`rrr.store.run_shelf_queries`. Which process has a run: `rrr.store.run_owner_queries`. How far it
has come: `rrr.store.run_progress_queries`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy import insert, select, update

from rrr.errors import NotFound
from rrr.records import (
    ACTIVE_STATUSES,
    ClassifierChoice,
    Evaluation,
    Run,
    RunOrigin,
    RunStatus,
    TrainingConfig,
)
from rrr.store import schema
from rrr.store.audit_queries import record
from rrr.store.database import Database
from rrr.store.run_rows import no_such, of_project, run_of
from rrr.store.schema import run_tables

_runs = run_tables.runs


@dataclass(frozen=True)
class NewRun:
    """A run to be queued. `pair_id` links the baseline and the regularised run of one press."""

    name: str
    config: TrainingConfig
    marks_hash: str
    num_marked_tokens: int
    pair_id: str | None = None
    snapshot_id: int | None = None
    data_hash: str | None = None
    tokenizer_hash: str | None = None
    origin: RunOrigin | None = None
    origin_run_id: int | None = None
    choice: ClassifierChoice | None = None


def queue(
    database: Database,
    project_id: int,
    plan: Callable[[list[Run]], Sequence[NewRun | Run]],
    owner: str | None = None,
    person: str | None = None,
) -> list[Run]:
    """Queue what `plan` makes of the runs there are, newest first, while nobody else, in this
    process or another, can queue anything.

    Args:
        database: where the runs are.
        project_id: whose they are.
        plan: must be quick; may raise, and then nothing is queued. Runs that it names instead of
            new ones are there already and stay as they are.
        owner: the process that is to train the new ones.
        person: key of whoever starts the new ones.

    Returns:
        What was planned, in its order.
    """
    with database.write() as connection:
        runs = [run_of(row) for row in connection.execute(of_project(project_id))]
        queued = []
        for planned in plan(runs):
            if isinstance(planned, Run):
                queued.append(planned)
                continue
            values = {
                **{field.name: getattr(planned, field.name) for field in fields(planned)},
                "project_id": project_id,
                "status": "queued",
                "config": planned.config.to_dict(),
                "choice": planned.choice and planned.choice.to_dict(),
                "owner": owner,
                "person": person,
                "created_at": schema.now(),
            }
            row = connection.execute(insert(_runs).values(values).returning(_runs)).one()
            queued.append(run_of(row))
            detail = {"run": row.id, "name": planned.name, "snapshot": planned.snapshot_id}
            record(connection, person, "train", project_id, detail)
        return queued


def get(database: Database, run_id: int) -> Run:
    query = select(_runs).where(_runs.c.id == run_id, _runs.c.deleted_at.is_(None))
    with database.read() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise no_such(run_id)
    return run_of(row)


def find(database: Database, run_id: int) -> Run | None:
    """As `get`, but None if there is no such run."""
    try:
        return get(database, run_id)
    except NotFound:
        return None


def project_of(database: Database, run_id: int) -> int:
    """Id of a run's project, also of a deleted run's. Raises NotFound if there is no such run."""
    with database.read() as connection:
        project_id = connection.scalar(select(_runs.c.project_id).where(_runs.c.id == run_id))
    if project_id is None:
        raise no_such(run_id)
    return project_id


def list_of(database: Database, project_id: int) -> list[Run]:
    """All runs of a project, newest first."""
    with database.read() as connection:
        return [run_of(row) for row in connection.execute(of_project(project_id))]


def count_by_status(database: Database) -> dict[str, int]:
    """How many runs of all projects are in each status; those in none are left out."""
    query = (
        select(_runs.c.status, sa.func.count())
        .where(_runs.c.deleted_at.is_(None))
        .group_by(_runs.c.status)
    )
    with database.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def newest_finished(database: Database, project_id: int, limit: int) -> list[Run]:
    """The last runs of a project that have finished, newest first."""
    query = (
        select(_runs)
        .where(
            _runs.c.project_id == project_id,
            _runs.c.status == "finished",
            _runs.c.deleted_at.is_(None),
        )
        .order_by(_runs.c.id.desc())
        .limit(limit)
    )
    with database.read() as connection:
        return [run_of(row) for row in connection.execute(query)]


def set_running(
    database: Database,
    run_id: int,
    versions: Mapping[str, str] | None = None,
    owner: str | None = None,
) -> bool:
    """`versions` are those it is trained with. A run that goes on keeps the time it began."""
    began = sa.func.coalesce(_runs.c.started_at, sa.literal(schema.now(), schema.UtcTime()))
    changes = {"status": "running", "started_at": began}
    if versions is not None:
        changes["versions"] = dict(versions)
    return _change(database, run_id, ("queued",), owner, **changes)


def set_queued_again(database: Database, run_id: int, owner: str) -> bool:
    """Have an interrupted run go on, trained by the process `owner`."""
    return _change(
        database,
        run_id,
        ("interrupted",),
        None,
        status="queued",
        owner=owner,
        finished_at=None,
        error=None,
        num_resumed=_runs.c.num_resumed + 1,
    )


def set_finished(
    database: Database,
    run_id: int,
    evaluation: Evaluation,
    checkpoint: str,
    owner: str | None = None,
) -> bool:
    """`checkpoint` is a directory name below the workspace's checkpoints folder."""
    values = {"evaluation": asdict(evaluation), "checkpoint": checkpoint}
    return _end(database, run_id, "finished", owner, **values)


def set_cancelled(database: Database, run_id: int) -> bool:
    return _end(database, run_id, "cancelled", None)


def set_failed(
    database: Database, run_id: int, error: str, traceback: str, owner: str | None = None
) -> bool:
    """`error` is one sentence for users, `traceback` is for developers."""
    return _end(database, run_id, "failed", owner, error=error, traceback=traceback)


def set_interrupted(database: Database, run_id: int, error: str, owner: str | None = None) -> bool:
    """A run stops here and can go on; `error` is one sentence for people."""
    return _end(database, run_id, "interrupted", owner, error=error)


def _end(
    database: Database, run_id: int, status: RunStatus, owner: str | None, **values: Any
) -> bool:
    # A run that has not begun cannot have finished.
    allowed = ("running",) if status == "finished" else ACTIVE_STATUSES
    values |= {"status": status, "finished_at": schema.now()}
    return _change(database, run_id, allowed, owner, **values)


def _change(
    database: Database, run_id: int, allowed: tuple[str, ...], for_owner: str | None, **values: Any
) -> bool:
    """`for_owner`: it counts only while the run is that owner's; None: whosever it is."""
    fits = [_runs.c.id == run_id, _runs.c.status.in_(allowed)]
    if for_owner is not None:
        fits.append(_runs.c.owner == for_owner)
    with database.write() as connection:
        return connection.execute(update(_runs).where(*fits).values(values)).rowcount == 1
