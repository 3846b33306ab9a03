"""Examples are found and walked through; only their labels ever change (`relabelling`).

The walk goes split by split in the given order and by position within each. A step is one look
into an index, however many examples there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, select

from rrr.errors import NotFound
from rrr.records import Example
from rrr.store.database import Database
from rrr.store.parts import in_parts
from rrr.store.schema import corpus_tables

_examples = corpus_tables.examples
_STREAMED = 5_000


def get(database: Database, example_id: int) -> Example:
    query = select(_examples).where(_examples.c.id == example_id)
    with database.read() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(
            f"There is no sentence {example_id}. Its project may have been deleted; "
            "choose another one."
        )
    return Example(**row._mapping)


def stream_of(database: Database, project_id: int) -> Iterator[Example]:
    """All examples of a project in file order, a few at a time in memory."""
    last_id = 0
    while True:
        with database.read() as connection:
            batch = batch_after(connection, project_id, last_id, _STREAMED)
        if not batch:
            return
        yield from batch
        last_id = batch[-1].id


def batch_after(
    connection: Connection, project_id: int, example_id: int, count: int
) -> list[Example]:
    """Up to `count` examples behind that id, in file order (in which ids ascend)."""
    query = (
        select(_examples)
        .where(_examples.c.project_id == project_id, _examples.c.id > example_id)
        .order_by(_examples.c.id)
        .limit(count)
    )
    return [Example(*row) for row in connection.execute(query)]


def by_ids(database: Database, ids: Sequence[int]) -> list[Example]:
    """The examples of these ids in their order; those that are gone left out."""
    examples: dict[int, Example] = {}
    with database.read() as connection:
        for part in in_parts(ids):
            query = select(_examples).where(_examples.c.id.in_(part))
            examples.update((row.id, Example(*row)) for row in connection.execute(query))
    return [examples[example_id] for example_id in ids if example_id in examples]


def labelled_ids(database: Database, project_id: int, split: str) -> list[int]:
    """Ids of a split's examples that have a label, in order."""
    query = (
        select(_examples.c.id)
        .where(_examples.c.project_id == project_id, _examples.c.split == split)
        .where(_examples.c.label.is_not(None))
        .order_by(_examples.c.position)
    )
    with database.read() as connection:
        return list(connection.scalars(query))


def labels_in(database: Database, project_id: int, split: str) -> set[str]:
    """The different labels of a split's examples."""
    query = (
        select(_examples.c.label)
        .where(_examples.c.project_id == project_id, _examples.c.split == split)
        .where(_examples.c.label.is_not(None))
        .distinct()
    )
    with database.read() as connection:
        return set(connection.scalars(query))


def count_labels(database: Database, project_id: int) -> dict[str | None, int]:
    """How many examples of all splits have each label; None: no label."""
    query = (
        select(_examples.c.label, func.count().label("number"))
        .where(_examples.c.project_id == project_id)
        .group_by(_examples.c.label)
    )
    with database.read() as connection:
        return {row.label: row.number for row in connection.execute(query)}


def chunk(
    database: Database, project_id: int, split: str, beyond: int, limit: int, share: float = 1.0
) -> list[Example]:
    """The next examples of a split after position `beyond` (−1 for the first), in order.

    Args:
        share: about how many of them are taken, in [0, 1], spread evenly, always the same.
    """
    query = (
        select(_examples)
        .where(
            _examples.c.project_id == project_id,
            _examples.c.split == split,
            _examples.c.position > beyond,
        )
        .order_by(_examples.c.position)
        .limit(limit)
    )
    if share < 1:
        # An odd factor scatters positions over the numbers up to 2¹⁶, whatever their pattern.
        query = query.where(_examples.c.position * 40_503 % 65_536 < share * 65_536)
    with database.read() as connection:
        return [Example(**row._mapping) for row in connection.execute(query)]


def neighbour(
    database: Database, example: Example, splits: Sequence[str], direction: int
) -> int | None:
    """Id of the next (`direction` 1) or previous (−1) example, None at the end of the walk."""
    order = list(splits)[::direction]
    further = order[order.index(example.split) + 1 :]
    with database.read() as connection:
        nearest = _first(
            connection,
            example.project_id,
            example.split,
            direction,
            example.position,
        )
        tries = (_first(connection, example.project_id, name, direction) for name in further)
        return nearest or next(filter(None, tries), None)


def _first(
    connection: Connection,
    project_id: int,
    split: str,
    direction: int,
    beyond: int | None = None,
) -> int | None:
    position = _examples.c.position
    query = select(_examples.c.id).where(
        _examples.c.project_id == project_id, _examples.c.split == split
    )
    if beyond is not None:
        query = query.where(position > beyond if direction > 0 else position < beyond)
    return connection.scalar(
        query.order_by(position if direction > 0 else position.desc()).limit(1)
    )
