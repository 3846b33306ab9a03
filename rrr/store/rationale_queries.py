"""Evidence for the labels of a project's examples, as it was imported with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from rrr.records import Example
from rrr.store.database import Database
from rrr.store.schema import corpus_tables, mark_tables
from rrr.text import TOKENIZER_VERSION

_rationales = mark_tables.rationales
_examples = corpus_tables.examples


def add_batch(connection: Connection, batch: Iterable[tuple[Example, tuple[int, ...]]]) -> None:
    """Store the rationales of new examples, as indices of tokens; an empty one is none."""
    rows = [
        {"example_id": example.id, "tokens": list(tokens), "tokenizer": TOKENIZER_VERSION}
        for example, tokens in batch
        if tokens
    ]
    if rows:
        connection.execute(insert(_rationales), rows)


def of_project(database: Database, project_id: int) -> dict[int, tuple[int, ...]]:
    """Indices of the tokens by example id, of the examples that have a rationale."""
    query = _of_project(select(_rationales.c.example_id, _rationales.c.tokens), project_id)
    with database.read() as connection:
        return {row.example_id: tuple(row.tokens) for row in connection.execute(query)}


def has_any(database: Database, project_id: int) -> bool:
    """Whether an example of the project has a label and a rationale."""
    query = _of_project(select(_rationales.c.example_id), project_id)
    with database.read() as connection:
        return connection.scalar(query.where(_examples.c.label.is_not(None)).limit(1)) is not None


def splits_with(database: Database, project_id: int) -> list[str]:
    """Splits in which examples have a rationale."""
    query = _of_project(select(_examples.c.split).distinct(), project_id)
    with database.read() as connection:
        return sorted(connection.scalars(query))


def texts_with(
    database: Database, project_id: int, split: str, most: int
) -> list[tuple[str, tuple[int, ...]]]:
    """Texts of a split and their rationales: at most so many, evenly spread."""
    query = _of_project(select(_rationales.c.example_id), project_id)
    in_order = query.where(_examples.c.split == split).order_by(_rationales.c.example_id)
    with database.read() as connection:
        ids = list(connection.scalars(in_order))
        step = max(1.0, len(ids) / most)
        chosen = [ids[int(place * step)] for place in range(min(len(ids), most))]
        query = _of_project(select(_examples.c.text, _rationales.c.tokens), project_id)
        rows = connection.execute(query.where(_rationales.c.example_id.in_(chosen)))
        return [(row.text, tuple(row.tokens)) for row in rows]


def _of_project(query: Select[Any], project_id: int) -> Select[Any]:
    return (
        query.select_from(_rationales)
        .join(_examples, _examples.c.id == _rationales.c.example_id)
        .where(_examples.c.project_id == project_id)
        .where(_rationales.c.tokenizer == TOKENIZER_VERSION)
    )
