"""Sentences that a later model sees differently, until each person has looked at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Select, case, exists, func, insert, or_, select

from rrr.records import InboxEntry
from rrr.store.database import Database
from rrr.store.dialects import insert_new
from rrr.store.schema import corpus_tables, mark_tables, reading_tables, run_tables

_inbox, _dismissals = reading_tables.inbox, reading_tables.inbox_dismissals
_annotations, _readings = mark_tables.annotations, reading_tables.run_readings


def differences(
    database: Database, before: int, after: int, limit: int, *, only_wrong: bool = False
) -> list[InboxEntry]:
    """Where two runs that were read differ in their prediction or in the word they rest on most.

    Changed predictions come first, the surer both models are the earlier; then changed words, the
    more the models lean on them the earlier.

    Args:
        only_wrong: leave out all sentences but those that the first names rightly and the second
            does not.
    """
    a, b = reading_tables.sentence_readings.alias("a"), reading_tables.sentence_readings.alias("b")
    change = case(
        (a.c.label != b.c.label, a.c.probability + b.c.probability),
        else_=(a.c.top_share + b.c.top_share) / 2,
    )
    query = (
        select(
            b.c.run_id,
            b.c.example_id,
            a.c.run_id.label("before_run_id"),
            a.c.label.label("before_label"),
            a.c.top_word.label("before_word"),
            b.c.label.label("after_label"),
            b.c.top_word.label("after_word"),
            change.label("change"),
        )
        .join_from(b, a, a.c.example_id == b.c.example_id)
        .where(
            a.c.run_id == before,
            b.c.run_id == after,
            or_(a.c.label != b.c.label, a.c.top_word != b.c.top_word),
        )
        .order_by((a.c.label != b.c.label).desc(), change.desc(), b.c.example_id)
        .limit(limit)
    )
    if only_wrong:
        examples = corpus_tables.examples
        query = query.join(examples, examples.c.id == b.c.example_id).where(
            a.c.label == examples.c.label, b.c.label != examples.c.label
        )
    with database.read() as connection:
        return [InboxEntry(**row._mapping) for row in connection.execute(query)]


def replace(database: Database, project_id: int, entries: Sequence[InboxEntry]) -> None:
    """Make these the project's inbox; older entries go."""
    of_project = select(run_tables.runs.c.id).where(run_tables.runs.c.project_id == project_id)
    with database.write() as connection:
        connection.execute(sa.delete(_inbox).where(_inbox.c.run_id.in_(of_project)))
        if entries:
            connection.execute(insert(_inbox), [asdict(entry) for entry in entries])


def open_entries(
    database: Database, project_id: int, annotator: str, limit: int
) -> list[tuple[InboxEntry, str]]:
    """What this person has neither dismissed nor answered since, with the sentences' texts."""
    query = (
        _open(select(_inbox, corpus_tables.examples.c.text), project_id, annotator)
        .order_by(
            (_inbox.c.before_label != _inbox.c.after_label).desc(),
            _inbox.c.change.desc(),
            _inbox.c.example_id,
        )
        .limit(limit)
    )
    with database.read() as connection:
        entries = []
        for row in connection.execute(query):
            values = dict(row._mapping)
            text = values.pop("text")
            entries.append((InboxEntry(**values), text))
        return entries


def count_open(database: Database, project_id: int, annotator: str) -> int:
    query = _open(select(func.count()), project_id, annotator)
    with database.read() as connection:
        return connection.scalar(query) or 0


def dismiss(database: Database, entries: Sequence[tuple[int, int]], annotator: str) -> None:
    """This person is done with these entries, given as (run id, example id)."""
    rows = [
        {"run_id": run_id, "example_id": example_id, "annotator": annotator}
        for run_id, example_id in entries
    ]
    if rows:
        with database.write() as connection:
            connection.execute(insert_new(connection, _dismissals), rows)


def take_back(database: Database, entries: Sequence[tuple[int, int]], annotator: str) -> None:
    """Put dismissed entries back."""
    with database.write() as connection:
        for run_id, example_id in entries:
            connection.execute(
                sa.delete(_dismissals).filter_by(
                    run_id=run_id, example_id=example_id, annotator=annotator
                )
            )


def _open(query: Select[Any], project_id: int, annotator: str) -> Select[Any]:
    return (
        query.select_from(_inbox)
        .join(run_tables.runs, run_tables.runs.c.id == _inbox.c.run_id)
        .join(_readings, _readings.c.run_id == _inbox.c.run_id)
        .join(corpus_tables.examples, corpus_tables.examples.c.id == _inbox.c.example_id)
        .where(
            run_tables.runs.c.project_id == project_id,
            run_tables.runs.c.deleted_at.is_(None),
            ~_dismissed(annotator),
            ~_seen(annotator),
        )
    )


def _dismissed(annotator: str) -> ColumnElement[bool]:
    return exists().where(
        _dismissals.c.run_id == _inbox.c.run_id,
        _dismissals.c.example_id == _inbox.c.example_id,
        _dismissals.c.annotator == annotator,
    )


def _seen(annotator: str) -> ColumnElement[bool]:
    return exists().where(
        _annotations.c.example_id == _inbox.c.example_id,
        _annotations.c.annotator == annotator,
        _annotations.c.status != "unreviewed",
        _annotations.c.updated_at > _readings.c.finished_at,
    )
