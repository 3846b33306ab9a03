"""What the owner of a project tells the people who strike words there."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import insert, select

from rrr.store.database import Database
from rrr.store.schema import mark_tables, now

_advice = mark_tables.striking_advice


def get(database: Database, project_id: int) -> str | None:
    """The text; None where nobody has written one."""
    query = select(_advice.c.text).where(_advice.c.project_id == project_id)
    with database.read() as connection:
        return connection.scalar(query)


def put(database: Database, project_id: int, text: str | None, annotator: str) -> None:
    """Keep a text in place of the one there; None takes it away."""
    with database.write() as connection:
        connection.execute(sa.delete(_advice).where(_advice.c.project_id == project_id))
        if text is not None:
            row = {
                "project_id": project_id,
                "text": text,
                "annotator": annotator,
                "updated_at": now(),
            }
            connection.execute(insert(_advice), [row])
