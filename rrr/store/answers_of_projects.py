"""The answers of a whole project at once: read for an export, stored and moved by an import."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select, update

from rrr.records import Annotation, Example, Steps
from rrr.store import sharing_queries
from rrr.store.annotation_rows import annotation_of, json_of
from rrr.store.database import Database
from rrr.store.schema import mark_tables
from rrr.text import TOKENIZER_VERSION, token_hash, tokenize

_annotations, _counts = mark_tables.annotations, mark_tables.answer_counts


def all_of(database: Database, project_id: int) -> dict[int, list[Annotation]]:
    """Everybody's answers by example id, the one given last at the end; none taken back."""
    query = (
        select(_annotations)
        .where(_annotations.c.project_id == project_id, _annotations.c.status != "unreviewed")
        .order_by(_annotations.c.updated_at, _annotations.c.annotator)
    )
    answers: dict[int, list[Annotation]] = {}
    with database.read() as connection:
        for row in connection.execute(query):
            answers.setdefault(row.example_id, []).append(annotation_of(row))
    return answers


def add_batch(connection: Connection, batch: Iterable[tuple[Example, Annotation]]) -> None:
    """Store answers on examples that have none yet; `recount` must follow."""
    rows = [
        {
            "example_id": example.id,
            "annotator": answer.annotator,
            "project_id": example.project_id,
            "split": example.split,
            "status": answer.status,
            "marked": list(answer.marked),
            "cleared": list(answer.cleared),
            "tokenizer": TOKENIZER_VERSION,
            "token_hash": token_hash(tokenize(example.text)),
            "revision": answer.revision,
            "updated_at": answer.updated_at,
            "note": answer.note,
            "accepted": list(answer.accepted),
            "steps": json_of(Steps()),
        }
        for example, answer in batch
    ]
    if rows:
        connection.execute(insert(_annotations), rows)


def move(connection: Connection, source: int, target: int) -> None:
    """Give the answers of one project to another, as its examples are given; `recount` follows."""
    of_source = _annotations.c.project_id == source
    connection.execute(update(_annotations).where(of_source).values(project_id=target))


def recount(connection: Connection, project_id: int) -> None:
    """Count a project's answers anew, and what everybody has done together."""
    connection.execute(delete(_counts).where(_counts.c.project_id == project_id))
    names = ("project_id", "annotator", "split", "status")
    kinds = [_annotations.c[name] for name in names]
    counted = (
        select(*kinds, func.count()).where(_annotations.c.project_id == project_id).group_by(*kinds)
    )
    connection.execute(insert(_counts).from_select([*names, "number"], counted))
    sharing_queries.recount(connection, project_id)
