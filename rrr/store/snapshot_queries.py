"""Snapshots of marks: reading all that marks come from, keeping it, and putting it back."""

from __future__ import annotations

import hashlib
import json
import zlib
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, Text, select, type_coerce

from rrr.errors import NotFound
from rrr.records import (
    KeptAdjudication,
    KeptAnswer,
    KeptRule,
    MarksState,
    Snapshot,
    SnapshotContent,
)
from rrr.store import schema
from rrr.store.database import Database
from rrr.store.dialects import insert_new
from rrr.store.schema import corpus_tables, mark_tables, run_tables, team_tables
from rrr.text import pattern_form

_snapshots, _runs = mark_tables.snapshots, run_tables.runs
_annotations, _rules, _exceptions = (
    mark_tables.annotations,
    mark_tables.rules,
    mark_tables.rule_exceptions,
)
_LISTED = [column for column in _snapshots.c if column.name not in ("state_hash", "content")]
VOLATILE = ("exposure", "steps", "updated_at")
"""Of an answer: kept, but without them two snapshots are still the same."""

JSON_KEPT = ("marked", "cleared", "accepted", "exposure", "steps")
"""Of an answer: kept as JSON text."""


def state_of(database: Database, project_id: int) -> tuple[MarksState, int, int]:
    """What the marks come from at this moment, the marks' version, and the last example's id.

    Answers that were taken back are left out.
    """
    with database.read() as connection:
        version = connection.scalar(
            select(corpus_tables.projects.c.marks_version).where(
                corpus_tables.projects.c.id == project_id
            )
        )
        last_example_id = connection.scalar(
            select(sa.func.max(corpus_tables.examples.c.id)).where(
                corpus_tables.examples.c.project_id == project_id
            )
        )
        answers = tuple(a for a in answers_of(connection, project_id) if a.status != "unreviewed")
        state = MarksState(
            answers, rules_of(connection, project_id), adjudications_of(connection, project_id)
        )
    if version is None:
        raise NotFound(f"There is no project {project_id}. It may have been deleted.")
    return state, version, last_example_id or 0


def add(
    database: Database,
    project_id: int,
    content: SnapshotContent,
    *,
    marks_hash: str,
    data_hash: str,
    tokenizer_hash: str,
    last_example_id: int,
    last_relabelling_id: int,
    num_marked_tokens: int,
    num_marked_sentences: int,
) -> Snapshot:
    """Keep a snapshot; an equal one that is kept already is returned."""
    core, rest = _pack(content)
    state_hash = hashlib.sha256(f"{data_hash} {tokenizer_hash} {core}".encode()).hexdigest()[:16]
    same_state = select(*_LISTED).where(
        _snapshots.c.project_id == project_id, _snapshots.c.state_hash == state_hash
    )
    with database.read() as connection:
        row = connection.execute(same_state).one_or_none()
    if row is not None:
        return _snapshot(row)
    values = {
        "project_id": project_id,
        "created_at": schema.now(),
        "marks_hash": marks_hash,
        "data_hash": data_hash,
        "tokenizer_hash": tokenizer_hash,
        "state_hash": state_hash,
        "last_example_id": last_example_id,
        "last_relabelling_id": last_relabelling_id,
        "merge": content.merge,
        "num_rules": len(content.state.rules),
        "num_reviewed": content.state.num_reviewed,
        "num_marked_tokens": num_marked_tokens,
        "num_marked_sentences": num_marked_sentences,
        "content": zlib.compress(json.dumps([core, rest]).encode()),
    }
    with database.write() as connection:
        connection.execute(insert_new(connection, _snapshots).values(values))
        return _snapshot(connection.execute(same_state).one())


def get(database: Database, snapshot_id: int) -> Snapshot:
    with database.read() as connection:
        row = connection.execute(
            select(*_LISTED).where(_snapshots.c.id == snapshot_id)
        ).one_or_none()
    if row is None:
        raise _no_such(snapshot_id)
    return _snapshot(row)


def content_of(database: Database, snapshot_id: int) -> SnapshotContent:
    """What a snapshot holds."""
    with database.read() as connection:
        packed = connection.scalar(
            select(_snapshots.c.content).where(_snapshots.c.id == snapshot_id)
        )
    if packed is None:
        raise _no_such(snapshot_id)
    return _unpack(*json.loads(zlib.decompress(packed)))


def list_of(database: Database, project_id: int) -> list[tuple[Snapshot, tuple[int, ...]]]:
    """All snapshots of a project, newest first, each with the ids of the runs that used it."""
    query = (
        select(*_LISTED)
        .where(_snapshots.c.project_id == project_id)
        .order_by(_snapshots.c.id.desc())
    )
    users = (
        select(_runs.c.snapshot_id, _runs.c.id)
        .where(_runs.c.project_id == project_id, _runs.c.deleted_at.is_(None))
        .order_by(_runs.c.id)
    )
    with database.read() as connection:
        snapshots = [_snapshot(row) for row in connection.execute(query)]
        used_by: dict[int | None, list[int]] = {}
        for snapshot_id, run_id in connection.execute(users):
            used_by.setdefault(snapshot_id, []).append(run_id)
    return [(snapshot, tuple(used_by.get(snapshot.id, ()))) for snapshot in snapshots]


def answers_of(connection: Connection, project_id: int) -> tuple[KeptAnswer, ...]:
    columns = [_annotations.c[name] for name in KeptAnswer.__dataclass_fields__]
    query = (
        # JSON is kept as it is stored.
        select(*(type_coerce(c, Text).label(c.name) if c.name in JSON_KEPT else c for c in columns))
        .where(_annotations.c.project_id == project_id)
        .order_by(_annotations.c.example_id, _annotations.c.updated_at, _annotations.c.annotator)
    )
    return tuple(
        KeptAnswer(**{**row._mapping, "updated_at": stamp_of(row.updated_at)})
        for row in connection.execute(query)
    )


def adjudications_of(connection: Connection, project_id: int) -> tuple[KeptAdjudication, ...]:
    table = team_tables.adjudications
    query = select(table).where(table.c.project_id == project_id).order_by(table.c.example_id)
    return tuple(
        KeptAdjudication(
            row.example_id,
            row.person,
            _json(row.marked),
            row.note,
            stamp_of(row.updated_at),
        )
        for row in connection.execute(query)
    )


def rules_of(connection: Connection, project_id: int) -> tuple[KeptRule, ...]:
    spared: dict[int, list[int]] = {}
    exceptions = (
        select(_exceptions.c.rule_id, _exceptions.c.example_id)
        .join(_rules, _rules.c.id == _exceptions.c.rule_id)
        .where(_rules.c.project_id == project_id)
        .order_by(_exceptions.c.rule_id, _exceptions.c.example_id)
    )
    for rule_id, example_id in connection.execute(exceptions):
        spared.setdefault(rule_id, []).append(example_id)
    query = select(_rules).where(_rules.c.project_id == project_id).order_by(_rules.c.id)
    return tuple(
        KeptRule(
            row.kind,
            row.pattern,
            row.num_sentences,
            stamp_of(row.created_at),
            tuple(spared.get(row.id, ())),
        )
        for row in connection.execute(query)
    )


def stamp_of(moment: datetime) -> str:
    """A time as snapshots keep it."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


def moment_of(stamp: str) -> datetime:
    """The time that `stamp_of` has written."""
    return datetime.fromisoformat(stamp).replace(tzinfo=UTC)


def _pack(content: SnapshotContent) -> tuple[str, str]:
    """Two JSON texts: what tells one snapshot from another, and the rest."""
    names = [name for name in KeptAnswer.__dataclass_fields__ if name not in VOLATILE]
    answers, rules = content.state.answers, content.state.rules
    core: dict[str, Any] = {
        "marks": [[example_id, *marks] for example_id, marks in sorted(content.marks.items())],
        "answers": [[getattr(answer, name) for name in names] for answer in answers],
        "rules": [[r.kind, r.pattern, r.num_sentences, r.spared] for r in rules],
    }
    rest = {
        "answers": [[getattr(answer, name) for name in VOLATILE] for answer in answers],
        "rules": [rule.created_at for rule in rules],
    }
    # What most projects do not have is left out, so that their snapshots are named as they were
    # before there was any of it.
    if decided := content.state.adjudications:
        core["adjudications"] = [[d.example_id, d.person, d.marked, d.note] for d in decided]
        rest["adjudications"] = [decision.updated_at for decision in decided]
    if content.shares:
        core["shares"] = sorted(content.shares.items())
    if content.merge is not None:
        core["merge"] = content.merge
    return _json(core), _json(rest)


def _unpack(core_text: str, rest_text: str) -> SnapshotContent:
    core, rest = json.loads(core_text), json.loads(rest_text)
    return SnapshotContent(
        marks={number: (tuple(tokens), tuple(by)) for number, tokens, by in core["marks"]},
        state=MarksState(
            answers=tuple(
                KeptAnswer(*of_answer, *volatile)
                for of_answer, volatile in zip(core["answers"], rest["answers"], strict=True)
            ),
            rules=tuple(
                KeptRule(kind, pattern_form(kind, pattern), number, created_at, tuple(spared))
                for (kind, pattern, number, spared), created_at in zip(
                    core["rules"], rest["rules"], strict=True
                )
            ),
            adjudications=tuple(
                KeptAdjudication(number, person, marked, note, updated_at)
                for (number, person, marked, note), updated_at in zip(
                    core.get("adjudications", ()), rest.get("adjudications", ()), strict=True
                )
            ),
        ),
        shares={
            number: tuple((token, share) for token, share in shares)
            for number, shares in core.get("shares", ())
        },
        merge=core.get("merge"),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _snapshot(row: Row[Any]) -> Snapshot:
    return Snapshot(**row._mapping)


def _no_such(snapshot_id: int) -> NotFound:
    return NotFound(
        f"There is no snapshot {snapshot_id}. Its project may have been deleted; "
        "choose another one."
    )
