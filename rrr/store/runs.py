"""Trainings and what they reported. A status changes only along its arrows:

queued → running → finished | cancelled | failed | interrupted, and queued → cancelled | failed |
interrupted. A change that no longer fits (somebody cancelled in the meantime) does nothing and
returns False.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row, insert, select, update

from rrr.errors import NotFound, RunError
from rrr.records import (
    ACTIVE_STATUSES,
    EpochReport,
    Evaluation,
    Reliance,
    Run,
    RunStatus,
    TrainingConfig,
    WeightSearch,
)
from rrr.store import schema
from rrr.store.database import Database

_runs, _epochs = schema.runs, schema.epochs


def add(
    database: Database,
    project_id: int,
    name: str,
    config: TrainingConfig,
    marks_hash: str,
    num_marked_tokens: int,
    pair_id: str | None,
) -> Run:
    """Queue a run. `pair_id` links the baseline and the regularised run of one press."""
    values = {
        "project_id": project_id,
        "name": name,
        "status": "queued",
        "config": config.to_dict(),
        "marks_hash": marks_hash,
        "num_marked_tokens": num_marked_tokens,
        "pair_id": pair_id,
        "created_at": schema.now(),
    }
    with database.write() as connection:
        row = connection.execute(insert(_runs).values(values).returning(_runs)).one()
        return _run(row)


def get(database: Database, run_id: int) -> Run:
    with database.read() as connection:
        row = connection.execute(select(_runs).where(_runs.c.id == run_id)).one_or_none()
    if row is None:
        raise _no_such(run_id)
    return _run(row)


def list_of(database: Database, project_id: int) -> list[Run]:
    """All runs of a project, newest first."""
    query = select(_runs).where(_runs.c.project_id == project_id).order_by(_runs.c.id.desc())
    with database.read() as connection:
        return [_run(row) for row in connection.execute(query)]


def newest_finished(database: Database, project_id: int, limit: int) -> list[Run]:
    """The last runs of a project that have finished, newest first."""
    query = (
        select(_runs)
        .where(_runs.c.project_id == project_id, _runs.c.status == "finished")
        .order_by(_runs.c.id.desc())
        .limit(limit)
    )
    with database.read() as connection:
        return [_run(row) for row in connection.execute(query)]


def set_running(database: Database, run_id: int) -> bool:
    return _change(database, run_id, ("queued",), status="running", started_at=schema.now())


def set_finished(database: Database, run_id: int, evaluation: Evaluation, checkpoint: str) -> bool:
    """`checkpoint` is a directory name below the workspace's checkpoints folder."""
    return _end(database, run_id, "finished", evaluation=asdict(evaluation), checkpoint=checkpoint)


def set_cancelled(database: Database, run_id: int) -> bool:
    return _end(database, run_id, "cancelled")


def set_failed(database: Database, run_id: int, error: str, traceback: str) -> bool:
    """`error` is one sentence for people, `traceback` is for whoever looks into it."""
    return _end(database, run_id, "failed", error=error, traceback=traceback)


def mark_interrupted(database: Database, statuses: tuple[RunStatus, ...] = ACTIVE_STATUSES) -> int:
    """Call when no worker can be at work: whatever has these statuses has lost its process.

    Returns the number of runs concerned.
    """
    changes = {"status": "interrupted", "finished_at": schema.now()}
    with database.write() as connection:
        return connection.execute(
            update(_runs).where(_runs.c.status.in_(statuses)).values(changes)
        ).rowcount


def add_epoch(database: Database, run_id: int, report: EpochReport) -> None:
    """Store a report; one for the same epoch is replaced."""
    with database.write() as connection:
        connection.execute(
            insert(_epochs).prefix_with("OR REPLACE").values(run_id=run_id, **asdict(report))
        )


def set_search(
    database: Database, run_id: int, search: WeightSearch, reports: Sequence[EpochReport] = ()
) -> None:
    """Store how far the search for λ is; `reports` take the place of those of the training before,
    at once: nobody sees the one without the other."""
    with database.write() as connection:
        connection.execute(
            update(_runs).where(_runs.c.id == run_id).values(search=search.to_dict())
        )
        connection.execute(sa.delete(_epochs).where(_epochs.c.run_id == run_id))
        for report in reports:
            connection.execute(insert(_epochs).values(run_id=run_id, **asdict(report)))


def settle(database: Database, run_id: int) -> None:
    """Wish that a running search takes the best λ found so far."""
    with database.write() as connection:
        connection.execute(update(_runs).where(_runs.c.id == run_id).values(settle=True))


def epochs(database: Database, run_id: int) -> list[EpochReport]:
    """The reports of a run in the order of its epochs."""
    query = (
        select(_epochs.c.epoch, _epochs.c.num_epochs, _epochs.c.seconds, _epochs.c.metrics)
        .where(_epochs.c.run_id == run_id)
        .order_by(_epochs.c.epoch)
    )
    with database.read() as connection:
        return [EpochReport(**row._mapping) for row in connection.execute(query)]


def delete(database: Database, run_id: int) -> None:
    """Delete a run that is over, with its reports; its checkpoint folder is the caller's.

    Raises:
        NotFound: if there is no such run.
        RunError: if the run is queued or running.
    """
    with database.write() as connection:
        status = connection.scalar(select(_runs.c.status).where(_runs.c.id == run_id))
        if status is None:
            raise _no_such(run_id)
        if status in ACTIVE_STATUSES:
            raise RunError(f"Run {run_id} is {status}. Cancel it before you delete it.")
        connection.execute(sa.delete(_runs).where(_runs.c.id == run_id))


def _end(database: Database, run_id: int, status: RunStatus, **values: Any) -> bool:
    # A run that has not begun cannot have finished.
    allowed = ("running",) if status == "finished" else ACTIVE_STATUSES
    return _change(database, run_id, allowed, status=status, finished_at=schema.now(), **values)


def _change(database: Database, run_id: int, allowed: tuple[str, ...], **values: Any) -> bool:
    with database.write() as connection:
        result = connection.execute(
            update(_runs).where(_runs.c.id == run_id, _runs.c.status.in_(allowed)).values(values)
        )
        return result.rowcount == 1


def _run(row: Row[Any]) -> Run:
    values = dict(row._mapping)
    values["config"] = TrainingConfig(**values["config"])
    if values["search"] is not None:
        values["search"] = WeightSearch.from_dict(values["search"])
    if values["evaluation"] is not None:
        reliance = values["evaluation"]["reliance"]
        values["evaluation"] = Evaluation(
            accuracy=values["evaluation"]["accuracy"],
            reliance=None if reliance is None else Reliance(**reliance),
        )
    return Run(**values)


def _no_such(run_id: int) -> NotFound:
    return NotFound(f"There is no run {run_id}. It may have been deleted; choose another one.")
