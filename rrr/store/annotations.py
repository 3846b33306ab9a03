"""Annotators' answers, at most one of each annotator on each example."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from rrr.errors import StaleRevision
from rrr.records import Annotation, AnnotationStatus, Example
from rrr.store import schema
from rrr.store.database import Database

_annotations = schema.annotations
_FIELDS = tuple(_annotations.c[name] for name in Annotation.__dataclass_fields__)


def get(database: Database, example_id: int, annotator: str) -> Annotation | None:
    with database.read() as connection:
        row = _row(connection, example_id, annotator)
    return None if row is None else _annotation(row)


def latest_of(database: Database, project_id: int) -> dict[int, Annotation]:
    """The answer that counts for each reviewed example of a project, by example id.

    Where several annotators have answered, that is the answer given last.
    """
    query = (
        select(*_FIELDS)
        .where(_annotations.c.project_id == project_id)
        .order_by(_annotations.c.updated_at, _annotations.c.annotator)
    )
    with database.read() as connection:
        return {row.example_id: _annotation(row) for row in connection.execute(query)}


def count(
    database: Database, project_id: int, annotator: str, split: str
) -> dict[AnnotationStatus, int]:
    """How many examples of a split this annotator has answered in which way."""
    query = (
        select(_annotations.c.status, func.count().label("number"))
        .where(
            _annotations.c.project_id == project_id,
            _annotations.c.annotator == annotator,
            _annotations.c.split == split,
        )
        .group_by(_annotations.c.status)
    )
    with database.read() as connection:
        return {row.status: row.number for row in connection.execute(query)}


def save(
    database: Database,
    example: Example,
    annotator: str,
    *,
    base_revision: int,
    status: AnnotationStatus,
    marked: tuple[int, ...],
    cleared: tuple[int, ...],
    tokenizer: str,
    token_hash: str,
) -> Annotation:
    """Store an answer; when this returns, it is on the disk.

    Args:
        base_revision: The revision the annotator saw, 0 if there was no answer yet.
        tokenizer: Version of the tokenizer the indices belong to.
        token_hash: Of the tokens the indices belong to.

    Returns:
        The stored answer, its revision one above the last. An answer that is stored already is
        left as it is, whatever the base revision: a message sent twice does no harm.

    Raises:
        StaleRevision: if another answer was stored since the annotator looked.
    """
    answer = {
        "status": status,
        "marked": list(marked),
        "cleared": list(cleared),
        "tokenizer": tokenizer,
        "token_hash": token_hash,
    }
    of_example = {"example_id": example.id, "annotator": annotator}
    with database.write() as connection:
        stored = _row(connection, example.id, annotator)
        if stored is not None and all(stored._mapping[name] == answer[name] for name in answer):
            return _annotation(stored)
        revision = _expect(stored, base_revision)
        change = {**answer, "revision": revision + 1, "updated_at": schema.now()}
        place = {**of_example, "project_id": example.project_id, "split": example.split}
        replace = insert(_annotations).values(**place, **change)
        replace = replace.on_conflict_do_update(index_elements=list(of_example), set_=change)
        return _annotation(connection.execute(replace.returning(*_FIELDS)).one())


def withdraw(database: Database, example_id: int, annotator: str, base_revision: int) -> None:
    """Take an answer back: the example is unreviewed again. Where there is none, nothing happens.

    Raises:
        StaleRevision: if another answer was stored since the annotator looked.
    """
    with database.write() as connection:
        stored = _row(connection, example_id, annotator)
        if stored is None:
            return
        _expect(stored, base_revision)
        of_example = {"example_id": example_id, "annotator": annotator}
        connection.execute(delete(_annotations).filter_by(**of_example))


def _expect(stored: Row[Any] | None, base_revision: int) -> int:
    """The stored revision, if it is the one the annotator saw."""
    revision: int = 0 if stored is None else stored.revision
    if revision != base_revision:
        raise StaleRevision(
            "This sentence was saved in another window since you opened it "
            f"(revision {revision}, yours is {base_revision}). "
            "Look at the marks as they are now, then mark again."
        )
    return revision


def _row(connection: Connection, example_id: int, annotator: str) -> Row[Any] | None:
    query = select(_annotations).filter_by(example_id=example_id, annotator=annotator)
    return connection.execute(query).one_or_none()


def _annotation(row: Row[Any]) -> Annotation:
    values = {name: row._mapping[name] for name in Annotation.__dataclass_fields__}
    return Annotation(**{**values, "marked": tuple(row.marked), "cleared": tuple(row.cleared)})
