"""How far trainings have come: their epochs, and the state of the searches within them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy import Connection, insert, select, update

from rrr.records import ClassifierChoice, EpochReport, TrainingConfig, WeightSearch
from rrr.store.database import Database
from rrr.store.dialects import insert_or_replace
from rrr.store.schema import run_tables

_runs, _epochs = run_tables.runs, run_tables.epochs


def add_epoch(
    database: Database, run_id: int, report: EpochReport, seconds: float | None = None
) -> None:
    """Store a report; one for the same epoch is replaced.

    With `seconds`, the run has been worked on for so long in all, and can go on behind this epoch.
    """
    with database.write() as connection:
        row = {"run_id": run_id, **asdict(report)}
        connection.execute(insert_or_replace(connection, _epochs), row)
        if seconds is not None:
            values = {"seconds": seconds, "saved_epoch": report.epoch}
            connection.execute(update(_runs).where(_runs.c.id == run_id).values(values))


def replace_epochs(database: Database, run_id: int, reports: Sequence[EpochReport]) -> None:
    """Store these reports in place of those there are."""
    with database.write() as connection:
        _replace_epochs(connection, run_id, reports)


def set_seconds(database: Database, run_id: int, seconds: float) -> None:
    """The run has been worked on for so long in all."""
    with database.write() as connection:
        connection.execute(update(_runs).where(_runs.c.id == run_id).values(seconds=seconds))


def set_search(
    database: Database, run_id: int, search: WeightSearch, reports: Sequence[EpochReport] = ()
) -> None:
    """Store the state of the search for λ and replace the last training's reports by `reports`,
    in one transaction."""
    with database.write() as connection:
        connection.execute(
            update(_runs).where(_runs.c.id == run_id).values(search=search.to_dict())
        )
        _replace_epochs(connection, run_id, reports)


def set_choice(
    database: Database,
    run_id: int,
    choice: ClassifierChoice,
    config: TrainingConfig,
    reports: Sequence[EpochReport] = (),
) -> None:
    """Store the state of the choice of a kind of classifier, and the settings, which name the kind
    once it is chosen; replace the last training's reports by `reports`, all in one transaction."""
    values = {"choice": choice.to_dict(), "config": config.to_dict()}
    with database.write() as connection:
        connection.execute(update(_runs).where(_runs.c.id == run_id).values(values))
        _replace_epochs(connection, run_id, reports)


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


def _replace_epochs(connection: Connection, run_id: int, reports: Sequence[EpochReport]) -> None:
    connection.execute(sa.delete(_epochs).where(_epochs.c.run_id == run_id))
    if reports:
        rows = [{"run_id": run_id, **asdict(report)} for report in reports]
        connection.execute(insert(_epochs), rows)
    last_epoch = reports[-1].epoch if reports else 0
    connection.execute(update(_runs).where(_runs.c.id == run_id).values(saved_epoch=last_epoch))
