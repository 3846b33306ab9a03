"""The words of a project that somebody called a fair reason."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection, select

from rrr.records import FairWord
from rrr.store.database import Database
from rrr.store.dialects import insert_new
from rrr.store.schema import mark_tables

_fair = mark_tables.fair_words


def add(database: Database, project_id: int, new: Sequence[FairWord]) -> None:
    """Store fair words; a word that is there already keeps who said it first, and when."""
    with database.write() as connection:
        add_batch(connection, project_id, new)


def add_batch(connection: Connection, project_id: int, new: Sequence[FairWord]) -> None:
    """As `add`, within a transaction."""
    rows = [
        {
            "project_id": project_id,
            "word": each.word,
            "annotator": each.annotator,
            "created_at": each.created_at,
        }
        for each in new
    ]
    if rows:
        connection.execute(insert_new(connection, _fair), rows)


def move(connection: Connection, source: int, target: int) -> None:
    """Give one project's fair words to another; words it has already keep who said them."""
    known = select(_fair.c.word).where(_fair.c.project_id == target)
    connection.execute(
        sa.update(_fair)
        .where(_fair.c.project_id == source, _fair.c.word.not_in(known))
        .values(project_id=target)
    )


def list_of(database: Database, project_id: int) -> list[FairWord]:
    """All fair words of a project, the latest first."""
    query = (
        select(_fair.c.word, _fair.c.annotator, _fair.c.created_at)
        .where(_fair.c.project_id == project_id)
        .order_by(_fair.c.created_at.desc(), _fair.c.word)
    )
    with database.read() as connection:
        return [FairWord(**row._mapping) for row in connection.execute(query)]


def delete(database: Database, project_id: int, word: str) -> FairWord | None:
    """Take a word out; returns what it was, None if it was not there."""
    query = (
        sa.delete(_fair)
        .where(_fair.c.project_id == project_id, _fair.c.word == word)
        .returning(_fair.c.word, _fair.c.annotator, _fair.c.created_at)
    )
    with database.write() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else FairWord(**row._mapping)
