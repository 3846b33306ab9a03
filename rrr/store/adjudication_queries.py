"""What reviewers decided, at most once for each example."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from rrr.errors import StaleRevision
from rrr.records import Adjudication, Example
from rrr.store import schema
from rrr.store.audit_queries import record
from rrr.store.database import Database
from rrr.store.parts import in_parts
from rrr.store.schema import corpus_tables, team_tables
from rrr.text import TOKENIZER_VERSION, token_hash, tokenize

_adjudications = team_tables.adjudications


def on(database: Database, example_ids: Sequence[int]) -> dict[int, Adjudication]:
    """Those of the given examples, by example id."""
    decisions: dict[int, Adjudication] = {}
    with database.read() as connection:
        for part in in_parts(example_ids):
            query = select(_adjudications).where(_adjudications.c.example_id.in_(part))
            decisions.update((row.example_id, _of(row)) for row in connection.execute(query))
    return decisions


def of_project(database: Database, project_id: int) -> dict[int, Adjudication]:
    """All of a project, by example id."""
    query = select(_adjudications).where(_adjudications.c.project_id == project_id)
    with database.read() as connection:
        return {row.example_id: _of(row) for row in connection.execute(query)}


def save(
    database: Database,
    example: Example,
    person: str,
    marked: Sequence[int],
    note: str,
    base_revision: int,
) -> Adjudication:
    """Store a decision; when this returns, it is on the disk.

    Args:
        database: where the example is.
        example: what was decided about.
        person: who decided.
        marked: the struck tokens, sorted.
        note: why, perhaps.
        base_revision: the revision that was shown; 0 for none.

    Returns:
        The stored decision. What this person has decided already is left as it is, whatever the
        base revision: a message sent twice does no harm.

    Raises:
        StaleRevision: if somebody else has decided since.
    """
    with database.write() as connection:
        stored = _row(connection, example.id)
        if stored is not None and _says(stored, person, marked, note):
            return _of(stored)
        _expect(stored, base_revision)
        values = {
            "person": person,
            "marked": list(marked),
            "tokenizer": TOKENIZER_VERSION,
            "token_hash": token_hash(tokenize(example.text)),
            "revision": _next_revision(connection, example.project_id),
            "updated_at": schema.now(),
            "note": note,
        }
        if stored is None:
            place = {"example_id": example.id, "project_id": example.project_id}
            change: Any = insert(_adjudications).values(**place, **values)
        else:
            change = (
                update(_adjudications)
                .where(_adjudications.c.example_id == example.id)
                .values(values)
            )
        saved = _of(connection.execute(change.returning(_adjudications)).one())
        record(connection, person, "adjudicate", example.project_id, {"example": example.id})
        return saved


def withdraw(
    database: Database, example_id: int, base_revision: int, person: str | None = None
) -> None:
    """Take a decision back, so that the votes count again.

    Raises:
        StaleRevision: if somebody else has decided since.
    """
    with database.write() as connection:
        stored = _row(connection, example_id)
        if stored is None:
            return  # it is as it is to be, perhaps since this was asked for before
        _expect(stored, base_revision)
        connection.execute(delete(_adjudications).where(_adjudications.c.example_id == example_id))
        detail = {"example": example_id, "taken_back": True}
        record(connection, person, "adjudicate", stored.project_id, detail)


def add_batch(connection: Connection, batch: Iterable[tuple[Example, Adjudication]]) -> None:
    """Store decisions on examples that have none yet."""
    rows = [
        {
            "example_id": example.id,
            "project_id": example.project_id,
            "person": decision.person,
            "marked": list(decision.marked),
            "tokenizer": TOKENIZER_VERSION,
            "token_hash": token_hash(tokenize(example.text)),
            "revision": 1,
            "updated_at": decision.updated_at,
            "note": decision.note,
        }
        for example, decision in batch
    ]
    if rows:
        connection.execute(insert(_adjudications), rows)


def move(connection: Connection, source: int, target: int) -> None:
    """Give the decisions of one project to another, as its examples are given."""
    of_source = _adjudications.c.project_id == source
    connection.execute(update(_adjudications).where(of_source).values(project_id=target))


def _next_revision(connection: Connection, project_id: int) -> int:
    """Above all there were: the marks' version, which each change of a decision raises, so that
    a revision does not come again when a decision was withdrawn."""
    projects = corpus_tables.projects
    version = connection.scalar(select(projects.c.marks_version).where(projects.c.id == project_id))
    return (version or 0) + 1


def _row(connection: Connection, example_id: int) -> Row[Any] | None:
    query = select(_adjudications).where(_adjudications.c.example_id == example_id)
    return connection.execute(query).one_or_none()


def _says(stored: Row[Any], person: str, marked: Sequence[int], note: str) -> bool:
    return (stored.person, list(stored.marked), stored.note) == (person, list(marked), note)


def _expect(stored: Row[Any] | None, base_revision: int) -> None:
    if (0 if stored is None else stored.revision) != base_revision:
        what_happened = (
            "Somebody took this decision back" if stored is None else f"{stored.person} decided"
        )
        raise StaleRevision(
            f"{what_happened} since you opened this sentence, so yours was not saved. Look at the "
            "sentence as it is now, then decide again."
        )


def _of(row: Row[Any]) -> Adjudication:
    return Adjudication(
        example_id=row.example_id,
        person=row.person,
        marked=tuple(row.marked),
        revision=row.revision,
        updated_at=row.updated_at,
        note=row.note,
    )
