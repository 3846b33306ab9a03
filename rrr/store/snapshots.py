"""Snapshots of marks: reading all that marks come from, keeping it, and putting it back."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, insert, select, update

from rrr.errors import NotFound, StaleRevision
from rrr.records import KeptAnswer, KeptRule, MarksState, Snapshot, SnapshotContent
from rrr.store import schema
from rrr.store.database import Database

_snapshots, _runs = schema.snapshots, schema.runs
_LISTED = [column for column in _snapshots.c if column.name not in ("state_hash", "content")]
_VOLATILE = ("exposure", "steps", "updated_at")
"""Of an answer: kept, but without them two snapshots are still the same."""
_NOTHING = {"marked": "[]", "cleared": "[]", "accepted": "[]", "note": ""}


def state_of(database: Database, project_id: int) -> tuple[MarksState, int, int]:
    """What the marks come from at this moment, the marks' version, and the last example's id.

    Answers that were taken back are left out.
    """
    with database.read() as connection:
        version = connection.scalar(
            select(schema.projects.c.marks_version).where(schema.projects.c.id == project_id)
        )
        last = connection.scalar(
            select(sa.func.max(schema.examples.c.id)).where(
                schema.examples.c.project_id == project_id
            )
        )
        answers = tuple(a for a in _answers(connection, project_id) if a.status != "unreviewed")
        state = MarksState(answers, _rules(connection, project_id))
    if version is None:
        raise NotFound(f"There is no project {project_id}. It may have been deleted.")
    return state, version, last or 0


def add(
    database: Database,
    project_id: int,
    content: SnapshotContent,
    *,
    marks_hash: str,
    data_hash: str,
    tokenizer_hash: str,
    last_example_id: int,
    num_marked_tokens: int,
    num_marked_sentences: int,
) -> Snapshot:
    """Keep a snapshot; an equal one that is kept already is returned."""
    core, rest = _pack(content)
    state_hash = hashlib.sha256(f"{data_hash} {tokenizer_hash} {core}".encode()).hexdigest()[:16]
    known = select(*_LISTED).where(
        _snapshots.c.project_id == project_id, _snapshots.c.state_hash == state_hash
    )
    with database.read() as connection:
        found = connection.execute(known).one_or_none()
    if found is not None:
        return _snapshot(found)
    values = {
        "project_id": project_id,
        "created_at": schema.now(),
        "marks_hash": marks_hash,
        "data_hash": data_hash,
        "tokenizer_hash": tokenizer_hash,
        "state_hash": state_hash,
        "last_example_id": last_example_id,
        "num_rules": len(content.state.rules),
        "num_reviewed": len({a.example_id for a in content.state.answers if a.status in _REVIEWED}),
        "num_marked_tokens": num_marked_tokens,
        "num_marked_sentences": num_marked_sentences,
        "content": zlib.compress(json.dumps([core, rest]).encode()),
    }
    with database.write() as connection:
        connection.execute(insert(_snapshots).prefix_with("OR IGNORE").values(values))
        return _snapshot(connection.execute(known).one())


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
        kept = connection.scalar(select(_snapshots.c.content).where(_snapshots.c.id == snapshot_id))
    if kept is None:
        raise _no_such(snapshot_id)
    return _unpack(*json.loads(zlib.decompress(kept)))


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
        found = [_snapshot(row) for row in connection.execute(query)]
        used_by: dict[int | None, list[int]] = {}
        for snapshot_id, run_id in connection.execute(users):
            used_by.setdefault(snapshot_id, []).append(run_id)
    return [(each, tuple(used_by.get(each.id, ()))) for each in found]


def put_back(
    database: Database, project_id: int, state: MarksState, version: int
) -> tuple[int, int]:
    """Make all answers and rules what they were, if the marks still have this version.

    An answer that changes gets its next revision, so that whoever has its sentence open is refused
    and told; an answer that was not there becomes unreviewed.

    Returns:
        How many answers and how many rules have changed.

    Raises:
        StaleRevision: if somebody has changed an answer or a rule since.
    """
    with database.write() as connection:
        now = connection.scalar(
            select(schema.projects.c.marks_version).where(schema.projects.c.id == project_id)
        )
        if now != version:
            raise StaleRevision(
                "Somebody changed marks in this project at the same moment; nothing was rolled "
                "back. Look at the marks as they are now, then try again."
            )
        return (
            _put_answers_back(connection, project_id, state.answers),
            _put_rules_back(connection, project_id, state.rules),
        )


_REVIEWED = ("marked", "nothing_irrelevant")


def _answers(connection: Connection, project_id: int) -> tuple[KeptAnswer, ...]:
    # Past the type conversions: JSON is kept as it is stored.
    rows = connection.exec_driver_sql(
        f"SELECT {', '.join(KeptAnswer.__dataclass_fields__)} FROM annotations "
        "WHERE project_id = ? ORDER BY example_id, updated_at, annotator",
        (project_id,),
    )
    return tuple(KeptAnswer(*row) for row in rows)


def _rules(connection: Connection, project_id: int) -> tuple[KeptRule, ...]:
    spared: dict[int, list[int]] = {}
    exceptions = connection.exec_driver_sql(
        "SELECT rule_id, example_id FROM rule_exceptions JOIN rules ON rules.id = rule_id "
        "WHERE project_id = ? ORDER BY rule_id, example_id",
        (project_id,),
    )
    for rule_id, example_id in exceptions:
        spared.setdefault(rule_id, []).append(example_id)
    rows = connection.exec_driver_sql(
        "SELECT id, kind, pattern, num_sentences, created_at FROM rules "
        "WHERE project_id = ? ORDER BY id",
        (project_id,),
    )
    return tuple(
        KeptRule(
            row.kind,
            row.pattern,
            row.num_sentences,
            row.created_at,
            tuple(spared.get(row.id, ())),
        )
        for row in rows
    )


def _pack(content: SnapshotContent) -> tuple[str, str]:
    """Two JSON texts: what tells one snapshot from another, and the rest."""
    names = [name for name in KeptAnswer.__dataclass_fields__ if name not in _VOLATILE]
    answers, rules = content.state.answers, content.state.rules
    core = {
        "marks": [[example_id, *marks] for example_id, marks in sorted(content.marks.items())],
        "answers": [[getattr(each, name) for name in names] for each in answers],
        "rules": [[r.kind, r.pattern, r.num_sentences, r.spared] for r in rules],
    }
    rest = {
        "answers": [[getattr(each, name) for name in _VOLATILE] for each in answers],
        "rules": [each.created_at for each in rules],
    }
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
                KeptRule(kind, pattern, number, created_at, tuple(spared))
                for (kind, pattern, number, spared), created_at in zip(
                    core["rules"], rest["rules"], strict=True
                )
            ),
        ),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _put_answers_back(connection: Connection, project_id: int, then: Sequence[KeptAnswer]) -> int:
    wanted = {(each.example_id, each.annotator): each for each in then}
    changed: list[KeptAnswer] = []
    for answer in _answers(connection, project_id):
        before = wanted.get((answer.example_id, answer.annotator))
        changed += [] if _same(answer, before) else [answer]
    # The last answer on a sentence counts: whatever changes takes its sentence's others along, in
    # their order of then, those that were not there before them all.
    touched = {each.example_id for each in changed}
    of_changed = {(each.example_id, each.annotator) for each in changed}
    gone = [each for each in changed if (each.example_id, each.annotator) not in wanted]
    back = [each for each in then if each.example_id in touched]
    moment = schema.now().replace(tzinfo=None)
    rows = []
    for number, answer in enumerate([*gone, *back]):
        is_gone = number < len(gone)
        values = {name: getattr(answer, name) for name in KeptAnswer.__dataclass_fields__}
        if is_gone:
            values |= {**_NOTHING, "status": "unreviewed", "exposure": None, "steps": "{}"}
        stamp = (moment + timedelta(microseconds=number)).isoformat(" ", "microseconds")
        is_changed = is_gone or (answer.example_id, answer.annotator) in of_changed
        rows.append({**values, "updated_at": stamp, "changed": is_changed})
    if rows:
        columns = ("status", *_NOTHING, *_VOLATILE)
        connection.exec_driver_sql(
            f"UPDATE annotations SET {', '.join(f'{name} = :{name}' for name in columns)}, "
            "revision = revision + :changed, "
            "client = CASE WHEN :changed THEN '' ELSE client END "
            "WHERE example_id = :example_id AND annotator = :annotator",
            rows,
        )
        connection.exec_driver_sql("DELETE FROM answer_counts WHERE project_id = ?", (project_id,))
        connection.exec_driver_sql(
            "INSERT INTO answer_counts SELECT project_id, annotator, split, status, count(*) "
            "FROM annotations WHERE project_id = ? GROUP BY project_id, annotator, split, status",
            (project_id,),
        )
    return len(changed)


def _same(answer: KeptAnswer, then: KeptAnswer | None) -> bool:
    if then is None:  # no answer at all, or one taken back
        return answer.status == "unreviewed"
    names = ("status", *_NOTHING)
    return all(getattr(answer, name) == getattr(then, name) for name in names)


def _put_rules_back(connection: Connection, project_id: int, then: Sequence[KeptRule]) -> int:
    rules, exceptions = schema.rules, schema.rule_exceptions
    wanted = {(each.kind, each.pattern): each for each in then}
    known = {(each.kind, each.pattern): each for each in _rules(connection, project_id)}
    changed = [key for key in {**known, **wanted} if not _alike(known.get(key), wanted.get(key))]
    for kind, pattern in changed:
        before, rule = known.get((kind, pattern)), wanted.get((kind, pattern))
        of_rule = sa.and_(
            rules.c.project_id == project_id, rules.c.kind == kind, rules.c.pattern == pattern
        )
        if before is not None:
            rule_id = connection.execute(select(rules.c.id).where(of_rule)).scalar_one()
            # Before the rule: what goes along with it can no longer be traced to its project.
            connection.execute(sa.delete(exceptions).where(exceptions.c.rule_id == rule_id))
        if rule is None:
            connection.execute(sa.delete(rules).where(of_rule))
            continue
        if before is None:
            connection.exec_driver_sql(
                "INSERT INTO rules (project_id, kind, pattern, num_sentences, created_at) "
                "VALUES (?, ?, ?, ?, ?)",
                (project_id, kind, pattern, rule.num_sentences, rule.created_at),
            )
        elif before.num_sentences != rule.num_sentences:
            connection.execute(
                update(rules).where(of_rule).values(num_sentences=rule.num_sentences)
            )
        rule_id = connection.execute(select(rules.c.id).where(of_rule)).scalar_one()
        rows = [{"rule_id": rule_id, "example_id": each} for each in rule.spared]
        if rows:
            connection.execute(insert(exceptions), rows)
    return len(changed)


def _alike(before: KeptRule | None, then: KeptRule | None) -> bool:
    return (
        before is not None
        and then is not None
        and before.spared == then.spared
        and before.num_sentences == then.num_sentences
    )


def _snapshot(row: Row[Any]) -> Snapshot:
    return Snapshot(**row._mapping)


def _no_such(snapshot_id: int) -> NotFound:
    return NotFound(
        f"There is no snapshot {snapshot_id}. Its project may have been deleted; "
        "choose another one."
    )
