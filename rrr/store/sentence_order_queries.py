"""Which sentence a person meets next, and the order they chose. Each question is a look or two into
an index, however many sentences there are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, or_, select

from rrr.records import TRAIN, Sharing
from rrr.store.database import Database
from rrr.store.dialects import insert_or_replace
from rrr.store.schema import corpus_tables, mark_tables
from rrr.store.sharing_queries import is_settled

_examples, _annotations, _orders = (
    corpus_tables.examples,
    mark_tables.annotations,
    mark_tables.queue_orders,
)


def chosen_order(database: Database, project_id: int, annotator: str) -> str | None:
    query = select(_orders.c.chosen).filter_by(project_id=project_id, annotator=annotator)
    with database.read() as connection:
        return connection.scalar(query)


def choose_order(database: Database, project_id: int, annotator: str, order: str) -> None:
    row = {"project_id": project_id, "annotator": annotator, "chosen": order}
    with database.write() as connection:
        connection.execute(insert_or_replace(connection, _orders), row)


def open_in_order(
    database: Database,
    project_id: int,
    annotator: str,
    sharing: Sharing,
    beyond: int,
    count: int,
    *,
    with_own: bool = False,
) -> list[tuple[int, int]]:
    """Position and id of the first training sentences after position `beyond` (−1 for all) that
    neither this person has answered nor enough others.

    Args:
        with_own: include those that this person has answered.
    """
    settled = is_settled(project_id, _examples.c.id, _examples.c.position, annotator, sharing)
    is_offered = or_(~settled, _answered_by(annotator)) if with_own else ~settled
    query = (
        select(_examples.c.position, _examples.c.id)
        .where(
            _examples.c.project_id == project_id,
            _examples.c.split == TRAIN,
            _examples.c.position > beyond,
            is_offered,
        )
        .order_by(_examples.c.position)
        .limit(count)
    )
    with database.read() as connection:
        return [(row.position, row.id) for row in connection.execute(query)]


def open_at(
    database: Database, project_id: int, annotator: str, sharing: Sharing, positions: Sequence[int]
) -> dict[int, int]:
    """Position -> id, of the training sentences at these positions that neither this person has
    answered nor enough others.

    `positions` are a few hundred at most.
    """
    query = select(_examples.c.position, _examples.c.id).where(
        _examples.c.project_id == project_id,
        _examples.c.split == TRAIN,
        _examples.c.position.in_(positions),
        ~is_settled(project_id, _examples.c.id, _examples.c.position, annotator, sharing),
    )
    with database.read() as connection:
        return {row.position: row.id for row in connection.execute(query)}


def last_position(database: Database, project_id: int, split: str) -> int | None:
    """The position of the last sentence of a split; None where it has none."""
    query = select(func.max(_examples.c.position)).where(
        _examples.c.project_id == project_id, _examples.c.split == split
    )
    with database.read() as connection:
        return connection.scalar(query)


def last_answered(database: Database, project_id: int, annotator: str) -> int | None:
    """Id of the sentence this person answered last."""
    query = (
        select(_annotations.c.example_id)
        .where(_annotations.c.project_id == project_id, _annotations.c.annotator == annotator)
        .order_by(_annotations.c.updated_at.desc())
        .limit(1)
    )
    with database.read() as connection:
        return connection.scalar(query)


def answered(
    database: Database, project_id: int, annotator: str, beyond: int, count: int
) -> list[int]:
    """Ids after `beyond` of the sentences this person has answered, in the order of the file."""
    query = (
        select(_annotations.c.example_id)
        .where(
            _annotations.c.project_id == project_id,
            _annotations.c.annotator == annotator,
            _annotations.c.example_id > beyond,
            _annotations.c.status != "unreviewed",
        )
        .order_by(_annotations.c.example_id)
        .limit(count)
    )
    with database.read() as connection:
        return list(connection.scalars(query))


def flagged(database: Database, project_id: int, beyond: int, count: int) -> list[int]:
    """Ids after `beyond` of the sentences that anybody has flagged, in the order of the file."""
    query = (
        select(_annotations.c.example_id)
        .distinct()
        .where(
            _annotations.c.project_id == project_id,
            _annotations.c.status == "flagged",
            _annotations.c.example_id > beyond,
        )
        .order_by(_annotations.c.example_id)
        .limit(count)
    )
    with database.read() as connection:
        return list(connection.scalars(query))


def are_answered(database: Database, annotator: str, ids: Sequence[int]) -> set[int]:
    """Which of these sentences this person has answered."""
    query = select(_annotations.c.example_id).where(
        _annotations.c.example_id.in_(ids),
        _annotations.c.annotator == annotator,
        _annotations.c.status != "unreviewed",
    )
    with database.read() as connection:
        return set(connection.scalars(query))


def are_flagged(database: Database, ids: Sequence[int]) -> set[int]:
    """Which of these sentences anybody has flagged."""
    query = select(_annotations.c.example_id).where(
        _annotations.c.example_id.in_(ids), _annotations.c.status == "flagged"
    )
    with database.read() as connection:
        return set(connection.scalars(query))


def _answered_by(annotator: str) -> ColumnElement[bool]:
    return exists().where(
        _annotations.c.example_id == _examples.c.id,
        _annotations.c.annotator == annotator,
        _annotations.c.status != "unreviewed",
    )
