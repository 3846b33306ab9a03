"""Runs that nobody trains."""

from __future__ import annotations

from rrr.records import Run, TrainingConfig
from rrr.store import run_queries
from rrr.store.database import Database
from rrr.store.run_queries import NewRun


def queued(
    database: Database,
    project_id: int,
    name: str,
    config: TrainingConfig,
    marks_hash: str,
    num_marked_tokens: int,
    pair_id: str | None,
) -> Run:
    """Queue a run that no process owns."""
    new = NewRun(name, config, marks_hash, num_marked_tokens, pair_id)
    (run,) = run_queries.queue(database, project_id, lambda _: [new])
    return run
