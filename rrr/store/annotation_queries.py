"""Annotators' answers, at most one of each annotator on each example."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Row, select, tuple_

from rrr.errors import StaleRevision
from rrr.records import (
    REVIEWED_STATUSES,
    TRAIN,
    Annotation,
    AnnotationStatus,
    Example,
    NewAnswer,
)
from rrr.store import team_counts
from rrr.store.annotation_rows import annotation_of, json_of
from rrr.store.audit_queries import record
from rrr.store.database import Database
from rrr.store.dialects import insert_into
from rrr.store.project_clock import next_moment
from rrr.store.schema import corpus_tables, mark_tables
from rrr.store.sharing_queries import answers_asked, is_in_overlap, sharing_in
from rrr.text import TOKENIZER_VERSION

_annotations, _counts = mark_tables.annotations, mark_tables.answer_counts


def get(database: Database, example_id: int, annotator: str) -> Annotation | None:
    with database.read() as connection:
        row = _row(connection, example_id, annotator)
    return None if row is None else annotation_of(row)


def reviewed_ids(database: Database, project_id: int) -> npt.NDArray[np.uint32]:
    """Ids of the examples that anybody has reviewed, ascending."""
    query = (
        select(_annotations.c.example_id)
        .where(
            _annotations.c.project_id == project_id,
            _annotations.c.status.in_(REVIEWED_STATUSES),
        )
        .distinct()
        .order_by(_annotations.c.example_id)
    )
    with database.read() as connection:
        return np.fromiter(connection.scalars(query), np.uint32)


def with_status(
    database: Database,
    project_id: int,
    status: AnnotationStatus,
    annotator: str | None = None,
    limit: int = 100,
) -> list[Annotation]:
    """The answers of one kind, newest first; `annotator` None for everybody's."""
    query = (
        select(_annotations)
        .where(_annotations.c.project_id == project_id, _annotations.c.status == status)
        .order_by(_annotations.c.updated_at.desc(), _annotations.c.example_id)
        .limit(limit)
    )
    if annotator is not None:
        query = query.where(_annotations.c.annotator == annotator)
    with database.read() as connection:
        return [annotation_of(row) for row in connection.execute(query)]


def reviewed_since(
    database: Database, project_id: int, annotator: str, since: tuple[datetime, int], limit: int
) -> list[tuple[Annotation, str]]:
    """One person's next reviewed answers, in the order they were given, each with its text.

    Args:
        since: moment and example id of the last answer seen.
    """
    moment = tuple_(_annotations.c.updated_at, _annotations.c.example_id)
    query = (
        select(_annotations, corpus_tables.examples.c.text)
        .join(corpus_tables.examples, corpus_tables.examples.c.id == _annotations.c.example_id)
        .where(
            _annotations.c.project_id == project_id,
            _annotations.c.annotator == annotator,
            # For the index; the pair alone would not use it.
            _annotations.c.updated_at >= since[0],
            moment > since,
            _annotations.c.status.in_(REVIEWED_STATUSES),
        )
        .order_by(_annotations.c.updated_at, _annotations.c.example_id)
        .limit(limit)
    )
    with database.read() as connection:
        return [(annotation_of(row), row.text) for row in connection.execute(query)]


def annotators(database: Database, project_id: int) -> list[str]:
    """Everybody who has answered in a project."""
    query = select(_counts.c.annotator).distinct().where(_counts.c.project_id == project_id)
    with database.read() as connection:
        return list(connection.scalars(query))


def count(
    database: Database, project_id: int, annotator: str, split: str
) -> dict[AnnotationStatus, int]:
    """How many examples of a split this annotator has answered in which way, without counting."""
    query = select(_counts.c.status, _counts.c.number).where(
        _counts.c.project_id == project_id,
        _counts.c.annotator == annotator,
        _counts.c.split == split,
        _counts.c.number > 0,
    )
    with database.read() as connection:
        return {row.status: row.number for row in connection.execute(query)}


def count_all(
    database: Database, project_id: int, split: str
) -> dict[str, dict[AnnotationStatus, int]]:
    """As `count`, of everybody who has answered in the project, by name."""
    query = (
        select(_counts.c.annotator, _counts.c.status, _counts.c.number)
        .where(_counts.c.project_id == project_id, _counts.c.split == split, _counts.c.number > 0)
        .order_by(_counts.c.annotator)
    )
    numbers: dict[str, dict[AnnotationStatus, int]] = {}
    with database.read() as connection:
        for row in connection.execute(query):
            numbers.setdefault(row.annotator, {})[row.status] = row.number
    return numbers


def save(
    database: Database,
    example: Example,
    annotator: str,
    answer: NewAnswer,
    *,
    marked: tuple[int, ...],
    cleared: tuple[int, ...],
) -> Annotation:
    """Store an answer; when this returns, it is on the disk.

    Args:
        database: where the example is.
        example: what was answered.
        annotator: who answered.
        answer: what they answered, with tokens of this version's tokenizer. A later message of the
            tab that made the stored revision may build on an older one: it has sent both. Status
            "unreviewed" takes an earlier answer back; its revision goes on all the same.
        marked: what hands struck of `answer.struck`; `answer.accepted` is part of it.
        cleared: where hands took back what rules strike.

    Returns:
        The stored answer, its revision one above the last. An answer that is stored already is
        left as it is, whatever the base revision: a message sent twice does no harm.

    Raises:
        StaleRevision: if another answer was stored since the annotator looked.
    """
    sender, base_revision = answer.sender, answer.base_revision
    content = {
        "status": answer.status,
        "marked": list(marked),
        "cleared": list(cleared),
        "tokenizer": TOKENIZER_VERSION,
        "token_hash": answer.token_hash,
        "note": answer.note,
        "accepted": list(answer.accepted),
    }
    steps = json_of(answer.steps)
    with database.write() as connection:
        stored = _row(connection, example.id, annotator)
        if stored is not None:
            said_before = all(stored._mapping[name] == content[name] for name in content)
            is_same_client = bool(sender.client) and stored.client == sender.client
            if is_same_client and sender.sequence <= stored.sequence:
                return annotation_of(stored)
            if said_before and (stored.steps == steps or stored.revision != base_revision):
                return annotation_of(stored)
            if not is_same_client:
                _expect(stored.revision, base_revision)
        else:
            _expect(0, base_revision)
        change = {
            **content,
            "steps": steps,
            "exposure": None if answer.exposure is None else asdict(answer.exposure),
            "client": sender.client,
            "sequence": sender.sequence,
            "revision": 1 if stored is None else stored.revision + 1,
            "updated_at": next_moment(connection, example.project_id),
        }
        place = {
            "example_id": example.id,
            "annotator": annotator,
            "project_id": example.project_id,
            "split": example.split,
        }
        replace = insert_into(connection, _annotations).values(**place, **change)
        replace = replace.on_conflict_do_update(
            index_elements=["example_id", "annotator"], set_=change
        )
        saved = annotation_of(connection.execute(replace.returning(_annotations)).one())
        before = None if stored is None else stored.status
        _recount(connection, example, annotator, before, answer.status)
        _count_together(connection, example, annotator, before, answer.status)
        detail = {"example": example.id, "status": answer.status, "revision": saved.revision}
        record(connection, annotator, "answer", example.project_id, detail)
        return saved


def _recount(
    connection: Connection,
    example: Example,
    annotator: str,
    before: AnnotationStatus | None,
    after: AnnotationStatus,
) -> None:
    for status, change in ((before, -1), (after, 1)):
        if status is None or before == after:
            continue
        row = insert_into(connection, _counts).values(
            project_id=example.project_id,
            annotator=annotator,
            split=example.split,
            status=status,
            number=change,
        )
        connection.execute(
            row.on_conflict_do_update(
                index_elements=["project_id", "annotator", "split", "status"],
                set_={"number": _counts.c.number + change},
            )
        )


def _count_together(
    connection: Connection,
    example: Example,
    annotator: str,
    before: AnnotationStatus | None,
    after: AnnotationStatus,
) -> None:
    if example.split != TRAIN or before == after:
        return
    project_id, position = example.project_id, example.position
    sharing = sharing_in(connection, project_id)
    team_counts.note_answer(
        connection,
        project_id,
        example.id,
        annotator,
        before,
        answers_needed=answers_asked(project_id, position, sharing),
        in_overlap=is_in_overlap(project_id, position, sharing),
    )


def _expect(revision: int, base_revision: int) -> None:
    if revision != base_revision:
        raise StaleRevision(
            "This sentence was saved in another window since you opened it "
            f"(revision {revision}, yours is {base_revision}). "
            "Look at the marks as they are now; u brings yours back."
        )


def _row(connection: Connection, example_id: int, annotator: str) -> Row[Any] | None:
    query = select(_annotations).filter_by(example_id=example_id, annotator=annotator)
    return connection.execute(query).one_or_none()
