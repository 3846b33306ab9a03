"""The words a project's rules strike out everywhere."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import func, insert, select

from rrr.errors import NotFound
from rrr.records import Rule
from rrr.store import schema
from rrr.store.database import Database

_rules = schema.rules


def add(database: Database, project_id: int, words: Sequence[str]) -> list[Rule]:
    """Add rules for words in vocabulary form, all or none.

    Returns:
        The rule of each word in order; a word that had one keeps it.
    """
    rows = [{"project_id": project_id, "word": word, "created_at": schema.now()} for word in words]
    query = select(_rules).where(_rules.c.project_id == project_id, _rules.c.word.in_(words))
    with database.write() as connection:
        if rows:
            connection.execute(insert(_rules).prefix_with("OR IGNORE"), rows)
        by_word = {row.word: Rule(**row._mapping) for row in connection.execute(query)}
    return [by_word[word] for word in words]


def list_of(database: Database, project_id: int) -> list[Rule]:
    """All rules of a project, oldest first."""
    query = select(_rules).where(_rules.c.project_id == project_id).order_by(_rules.c.id)
    with database.read() as connection:
        return [Rule(**row._mapping) for row in connection.execute(query)]


def count(database: Database, project_id: int) -> int:
    query = select(func.count()).where(_rules.c.project_id == project_id)
    with database.read() as connection:
        return connection.execute(query).scalar_one()


def delete(database: Database, rule_id: int) -> None:
    """Take a rule back; its marks go with it, marks made by hand stay.

    Raises:
        NotFound: if there is no such rule.
    """
    with database.write() as connection:
        gone = connection.execute(sa.delete(_rules).where(_rules.c.id == rule_id))
        if gone.rowcount == 0:
            raise NotFound(f"There is no rule {rule_id}. It may have been removed already.")
