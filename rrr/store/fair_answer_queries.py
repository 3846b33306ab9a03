"""What people say about words and phrases: whether they are fair reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy import Connection, exists, select

from rrr.records import FairAnswer
from rrr.store.database import Database
from rrr.store.dialects import insert_new, insert_or_replace
from rrr.store.schema import mark_tables

_answers = mark_tables.fair_answers
_COLUMNS = tuple(_answers.c[name] for name in FairAnswer.__dataclass_fields__)


def put(database: Database, project_id: int, answer: FairAnswer) -> None:
    """Store what a person says about a word or phrase, in the place of what they said before."""
    with database.write() as connection:
        row = {"project_id": project_id, **asdict(answer)}
        connection.execute(insert_or_replace(connection, _answers), row)


def add_batch(connection: Connection, project_id: int, answers: Sequence[FairAnswer]) -> None:
    """Store answers; where a person has said something already, that stays."""
    rows = [{"project_id": project_id, **asdict(answer)} for answer in answers]
    if rows:
        connection.execute(insert_new(connection, _answers), rows)


def move(connection: Connection, source: int, target: int) -> None:
    """Give one project's answers to another; what a person has said there stays."""
    targets_answers = _answers.alias()
    is_known = exists().where(
        targets_answers.c.project_id == target,
        targets_answers.c.word == _answers.c.word,
        targets_answers.c.annotator == _answers.c.annotator,
    )
    connection.execute(
        sa.update(_answers)
        .where(_answers.c.project_id == source, ~is_known)
        .values(project_id=target)
    )


def list_of(database: Database, project_id: int) -> list[FairAnswer]:
    """Everybody's answers in a project, the latest first."""
    query = (
        select(*_COLUMNS)
        .where(_answers.c.project_id == project_id)
        .order_by(_answers.c.created_at.desc(), _answers.c.word, _answers.c.annotator)
    )
    with database.read() as connection:
        return [FairAnswer(**row._mapping) for row in connection.execute(query)]


def delete(database: Database, project_id: int, word: str, annotator: str) -> FairAnswer | None:
    """Take a person's answer out; returns what it was, None if there was none."""
    query = (
        sa.delete(_answers)
        .where(
            _answers.c.project_id == project_id,
            _answers.c.word == word,
            _answers.c.annotator == annotator,
        )
        .returning(*_COLUMNS)
    )
    with database.write() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else FairAnswer(**row._mapping)
