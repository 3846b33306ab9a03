"""How the files of other tools had divided examples, and what was highlighted there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, insert, select

from rrr.records import Example, Given
from rrr.store.database import Database
from rrr.store.schema import mark_tables

_given = mark_tables.given_tokens
_AT_ONCE = 1_000


def add_batch(connection: Connection, batch: Iterable[tuple[Example, Given | None]]) -> None:
    """Store what was given of new examples."""
    rows = [
        {"example_id": example.id, "tokens": given.tokens, "spans": given.spans}
        for example, given in batch
        if given is not None
    ]
    if rows:
        connection.execute(insert(_given), rows)


def beside(
    database: Database, examples: Iterator[Example]
) -> Iterator[tuple[Example, Given | None]]:
    """Each of the examples, whose ids ascend, with what was given of it; a few at a time in
    memory."""
    while batch := list(islice(examples, _AT_ONCE)):
        query = select(_given).where(_given.c.example_id.between(batch[0].id, batch[-1].id))
        with database.read() as connection:
            given_by_id = {
                row.example_id: _of(row.tokens, row.spans) for row in connection.execute(query)
            }
        for example in batch:
            yield example, given_by_id.get(example.id)


def _of(tokens: Sequence[Sequence[int]], spans: Sequence[tuple[int, int, str]]) -> Given:
    """JSON has lists for tuples."""
    return Given(
        tuple((start, end) for start, end in tokens),
        tuple((start, end, label) for start, end, label in spans),
    )
