"""The history of a project, read out of one database and stored in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from uuid import uuid4

from sqlalchemy import insert, select, update

from rrr.records import ACTIVE_STATUSES, PastRelabelling, PastRun, ProjectHistory
from rrr.store import (
    relabelling,
    run_progress_queries,
    run_queries,
    snapshot_queries,
    striking_advice_queries,
)
from rrr.store.database import Database
from rrr.store.schema import corpus_tables, label_tables, mark_tables, run_tables

_relabellings, _changes = label_tables.relabellings, label_tables.label_changes
_snapshots, _runs, _epochs = mark_tables.snapshots, run_tables.runs, run_tables.epochs


def relabellings_of(database: Database, project_id: int) -> list[tuple[int, PastRelabelling]]:
    """All changes of a project's labels with their ids, oldest first; sentences go by their ids."""
    query = (
        select(_relabellings)
        .where(_relabellings.c.project_id == project_id)
        .order_by(_relabellings.c.id)
    )
    with database.read() as connection:
        rows = list(connection.execute(query))
    return [
        (
            row.id,
            PastRelabelling(
                row.annotator,
                row.created_at,
                tuple(row.labels_before),
                tuple(row.labels_after),
                relabelling.changes_in(database, row.id),
            ),
        )
        for row in rows
    ]


def runs_of(database: Database, project_id: int) -> list[PastRun]:
    """A project's runs that are over or can go on, oldest first."""
    runs = reversed(run_queries.list_of(database, project_id))
    return [
        PastRun(run, tuple(run_progress_queries.epochs(database, run.id)))
        for run in runs
        if run.status not in ACTIVE_STATUSES
    ]


def ids_in_order(database: Database, project_id: int) -> list[int]:
    """Ids of a project's examples in file order; also of one that nobody sees yet."""
    query = select(corpus_tables.examples.c.id).where(
        corpus_tables.examples.c.project_id == project_id
    )
    with database.read() as connection:
        return list(connection.scalars(query.order_by(corpus_tables.examples.c.id)))


def add(
    database: Database,
    project_id: int,
    history: ProjectHistory,
    annotator: str,
) -> Mapping[int, int]:
    """Store a history in a project that nobody sees yet; its sentences are there already.

    Args:
        database: where the project is.
        project_id: the project.
        history: its sentences numbered by this database's ids, also within snapshots; its changes
            of labels and snapshots by their places there, from 1.
        annotator: who brings the striking advice in.

    Returns:
        Number of a run in the history -> its id.
    """
    relabelling_ids = [
        0,
        *(_add_relabelling(database, project_id, p) for p in history.relabellings),
    ]
    snapshot_ids: dict[int | None, int | None] = {None: None}
    for past in history.snapshots:
        snapshot = past.snapshot
        added = snapshot_queries.add(
            database,
            project_id,
            past.content,
            marks_hash=snapshot.marks_hash,
            data_hash=snapshot.data_hash,
            tokenizer_hash=snapshot.tokenizer_hash,
            last_example_id=snapshot.last_example_id,
            last_relabelling_id=relabelling_ids[snapshot.last_relabelling_id],
            num_marked_tokens=snapshot.num_marked_tokens,
            num_marked_sentences=snapshot.num_marked_sentences,
        )
        snapshot_ids[snapshot.id] = added.id
        with database.write() as connection:
            of_snapshot = update(_snapshots).where(_snapshots.c.id == added.id)
            connection.execute(of_snapshot.values(created_at=snapshot.created_at))
    if history.striking_advice is not None:
        striking_advice_queries.put(database, project_id, history.striking_advice, annotator)
    return _add_runs(database, project_id, history.runs, snapshot_ids)


def _add_relabelling(database: Database, project_id: int, past: PastRelabelling) -> int:
    values = {
        "project_id": project_id,
        "annotator": past.annotator,
        "created_at": past.created_at,
        "labels_before": list(past.labels_before),
        "labels_after": list(past.labels_after),
    }
    with database.write() as connection:
        inserted = connection.execute(
            insert(_relabellings).values(values).returning(_relabellings.c.id)
        )
        new_id: int = inserted.scalar_one()
        rows = [
            {"relabelling_id": new_id, "example_id": example_id, "before": before, "after": after}
            for example_id, (before, after) in past.changes.items()
        ]
        if rows:
            connection.execute(insert(_changes), rows)
    return new_id


def _add_runs(
    database: Database,
    project_id: int,
    runs: Sequence[PastRun],
    snapshot_ids: Mapping[int | None, int | None],
) -> dict[int, int]:
    run_ids: dict[int, int] = {}
    pair_ids = {past.run.pair_id: uuid4().hex for past in runs if past.run.pair_id}
    with database.write() as connection:
        for past in runs:
            run = past.run
            config = replace(run.config, start_run=run_ids.get(run.config.start_run or 0))
            values = {
                "project_id": project_id,
                "name": run.name,
                "status": run.status,
                "config": config.to_dict(),
                "marks_hash": run.marks_hash,
                "num_marked_tokens": run.num_marked_tokens,
                "pair_id": pair_ids.get(run.pair_id or ""),
                "created_at": run.created_at,
                "started_at": run.started_at,
                "finished_at": run.finished_at,
                "error": run.error,
                "evaluation": run.evaluation and asdict(run.evaluation),
                "search": run.search and run.search.to_dict(),
                "choice": run.choice and run.choice.to_dict(),
                "snapshot_id": snapshot_ids.get(run.snapshot_id),
                "starred": run.starred,
                "data_hash": run.data_hash,
                "tokenizer_hash": run.tokenizer_hash,
                "versions": run.versions,
                "origin": run.origin,
                "origin_run_id": run_ids.get(run.origin_run_id or 0),
                "num_resumed": run.num_resumed,
                "saved_epoch": run.saved_epoch,
                "seconds": run.seconds,
                "person": run.person,
            }
            inserted = connection.execute(insert(_runs).values(values).returning(_runs.c.id))
            run_ids[run.id] = new_id = inserted.scalar_one()
            if run.checkpoint is not None:
                of_run = update(_runs).where(_runs.c.id == new_id)
                connection.execute(of_run.values(checkpoint=f"run-{new_id}"))
            if past.epochs:
                rows = [{"run_id": new_id, **asdict(epoch)} for epoch in past.epochs]
                connection.execute(insert(_epochs), rows)
    return run_ids
