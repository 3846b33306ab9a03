"""Making answers and rules what they were when a snapshot was taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, insert, select, update

from rrr.errors import StaleRevision
from rrr.records import KeptAdjudication, KeptAnswer, KeptRule, MarksState
from rrr.store.answers_of_projects import recount
from rrr.store.database import Database
from rrr.store.project_clock import next_moment
from rrr.store.schema import corpus_tables, mark_tables, team_tables
from rrr.store.snapshot_queries import (
    JSON_KEPT,
    VOLATILE,
    adjudications_of,
    answers_of,
    moment_of,
    rules_of,
)
from rrr.text import TOKENIZER_VERSION, token_hash, tokenize

_annotations = mark_tables.annotations
_NOTHING = {"marked": "[]", "cleared": "[]", "accepted": "[]", "note": ""}


def put_back(
    database: Database, project_id: int, state: MarksState, version: int
) -> tuple[int, int]:
    """Make all answers, rules and decisions what they were, if the marks still have this version.

    An answer that changes gets its next revision, so that whoever has its sentence open is refused
    and told; an answer that was not there becomes unreviewed.

    Returns:
        How many answers and how many rules have changed.

    Raises:
        StaleRevision: if somebody has changed an answer or a rule since.
    """
    with database.write() as connection:
        now = connection.scalar(
            select(corpus_tables.projects.c.marks_version).where(
                corpus_tables.projects.c.id == project_id
            )
        )
        if now != version:
            raise StaleRevision(
                "Somebody changed marks in this project at the same moment; nothing was rolled "
                "back. Look at the marks as they are now, then try again."
            )
        _put_adjudications_back(connection, project_id, version, state.adjudications)
        return (
            _put_answers_back(connection, project_id, state.answers),
            _put_rules_back(connection, project_id, state.rules),
        )


def _put_answers_back(
    connection: Connection, project_id: int, past_answers: Sequence[KeptAnswer]
) -> int:
    by_key = {(answer.example_id, answer.annotator): answer for answer in past_answers}
    changed: list[KeptAnswer] = []
    for answer in answers_of(connection, project_id):
        before = by_key.get((answer.example_id, answer.annotator))
        changed += [] if _same(answer, before) else [answer]
    # Answers are told apart by their order: whatever changes takes its sentence's others along, in
    # their order of then, those that were not there before them all.
    touched = {answer.example_id for answer in changed}
    of_changed = {(answer.example_id, answer.annotator) for answer in changed}
    gone = [answer for answer in changed if (answer.example_id, answer.annotator) not in by_key]
    back = [answer for answer in past_answers if answer.example_id in touched]
    moment = next_moment(connection, project_id)
    rows = []
    for number, answer in enumerate([*gone, *back]):
        is_gone = number < len(gone)
        values = {name: getattr(answer, name) for name in KeptAnswer.__dataclass_fields__}
        if is_gone:
            values |= {**_NOTHING, "status": "unreviewed", "exposure": None, "steps": "{}"}
        values["updated_at"] = moment + timedelta(microseconds=number)
        is_changed = is_gone or (answer.example_id, answer.annotator) in of_changed
        rows.append({f"its_{name}": value for name, value in values.items()})
        rows[-1]["changed"] = int(is_changed)
    if rows:
        connection.execute(_ANSWER_BACK, rows)
        recount(connection, project_id)
    return len(changed)


_CHANGED = bindparam("changed", type_=_annotations.c.revision.type)


def _kept(name: str) -> sa.ColumnElement[object]:
    """A value as `KeptAnswer` has it: JSON is stored as the text it is."""
    plain: sa.ColumnElement[object] = bindparam(f"its_{name}", type_=_annotations.c[name].type)
    return bindparam(f"its_{name}", type_=sa.Text()) if name in JSON_KEPT else plain


_ANSWER_BACK = (
    update(_annotations)
    .where(
        _annotations.c.example_id == bindparam("its_example_id"),
        _annotations.c.annotator == bindparam("its_annotator"),
    )
    .values({name: _kept(name) for name in ("status", *_NOTHING, *VOLATILE)})
    .values(
        revision=_annotations.c.revision + _CHANGED,
        client=sa.case((_CHANGED == 1, ""), else_=_annotations.c.client),
    )
)


def _same(answer: KeptAnswer, past_answer: KeptAnswer | None) -> bool:
    if past_answer is None:  # no answer at all, or one taken back
        return answer.status == "unreviewed"
    names = ("status", *_NOTHING)
    return all(getattr(answer, name) == getattr(past_answer, name) for name in names)


def _put_adjudications_back(
    connection: Connection,
    project_id: int,
    version: int,
    past_decisions: Sequence[KeptAdjudication],
) -> None:
    """Those that change get a revision that no decision had."""
    table = team_tables.adjudications
    past = {decision.example_id: decision for decision in past_decisions}
    present = {
        decision.example_id: decision for decision in adjudications_of(connection, project_id)
    }
    changed = [
        example_id
        for example_id in {**present, **past}
        if present.get(example_id) != past.get(example_id)
    ]
    for example_id in changed:
        connection.execute(sa.delete(table).where(table.c.example_id == example_id))
        decision = past.get(example_id)
        if decision is None:
            continue
        text = connection.scalar(
            select(corpus_tables.examples.c.text).where(corpus_tables.examples.c.id == example_id)
        )
        if text is None:  # the sentence is gone
            continue
        values = {
            "example_id": example_id,
            "project_id": project_id,
            "person": decision.person,
            "marked": list(decision.tokens),
            "tokenizer": TOKENIZER_VERSION,
            "token_hash": token_hash(tokenize(text)),
            "revision": version + 1,
            "updated_at": moment_of(decision.updated_at),
            "note": decision.note,
        }
        connection.execute(insert(table).values(values))


def _put_rules_back(connection: Connection, project_id: int, past_rules: Sequence[KeptRule]) -> int:
    rules, exceptions = mark_tables.rules, mark_tables.rule_exceptions
    past = {(rule.kind, rule.pattern): rule for rule in past_rules}
    present = {(rule.kind, rule.pattern): rule for rule in rules_of(connection, project_id)}
    changed = [key for key in {**present, **past} if not _alike(present.get(key), past.get(key))]
    for kind, pattern in changed:
        before, rule = present.get((kind, pattern)), past.get((kind, pattern))
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
            row = {
                "project_id": project_id,
                "kind": kind,
                "pattern": pattern,
                "num_sentences": rule.num_sentences,
                "created_at": moment_of(rule.created_at),
            }
            connection.execute(insert(rules), row)
        elif before.num_sentences != rule.num_sentences:
            connection.execute(
                update(rules).where(of_rule).values(num_sentences=rule.num_sentences)
            )
        rule_id = connection.execute(select(rules.c.id).where(of_rule)).scalar_one()
        rows = [{"rule_id": rule_id, "example_id": example_id} for example_id in rule.spared]
        if rows:
            connection.execute(insert(exceptions), rows)
    return len(changed)


def _alike(before: KeptRule | None, past_rule: KeptRule | None) -> bool:
    return (
        before is not None
        and past_rule is not None
        and before.spared == past_rule.spared
        and before.num_sentences == past_rule.num_sentences
    )
