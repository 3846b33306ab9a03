"""Evidence for the labels of a project's examples, as it was imported with them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

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


def of_project(
    database: Database, project_id: int, split: str | None = None
) -> dict[int, tuple[int, ...]]:
    """Indices of the tokens by example id, of the examples that have a rationale.

    Args:
        split: of the examples; None for all.
    """
    query = (
        select(_rationales.c.example_id, _rationales.c.tokens)
        .join(_examples, _examples.c.id == _rationales.c.example_id)
        .where(_examples.c.project_id == project_id)
        .where(_rationales.c.tokenizer == TOKENIZER_VERSION)
    )
    if split is not None:
        query = query.where(_examples.c.split == split)
    with database.read() as connection:
        return {row.example_id: tuple(row.tokens) for row in connection.execute(query)}
