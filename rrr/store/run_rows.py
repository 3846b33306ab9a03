"""How a run lies in its row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, select

from rrr.errors import NotFound
from rrr.records import ClassifierChoice, Evaluation, Run, TrainingConfig, WeightSearch
from rrr.store.schema import run_tables

_runs = run_tables.runs


def run_of(row: Row[Any]) -> Run:
    """The run that a row of its table holds."""
    values = dict(row._mapping)
    values["config"] = TrainingConfig(**values["config"])
    if values["search"] is not None:
        values["search"] = WeightSearch.from_dict(values["search"])
    if values["choice"] is not None:
        values["choice"] = ClassifierChoice.from_dict(values["choice"])
    if values["evaluation"] is not None:
        values["evaluation"] = Evaluation.from_dict(values["evaluation"])
    return Run(**values)


def of_project(project_id: int) -> Select[Any]:
    """The runs of a project that are not deleted, newest first."""
    return (
        select(_runs)
        .where(_runs.c.project_id == project_id, _runs.c.deleted_at.is_(None))
        .order_by(_runs.c.id.desc())
    )


def no_such(run_id: int) -> NotFound:
    return NotFound(f"There is no run {run_id}. It may have been deleted; choose another one.")
