"""The rules of a project, and the sentences they spare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, func, insert, select

from rrr.errors import AnnotationError, NotFound
from rrr.records import TRAIN, Example, Rule, RuleKind
from rrr.store.audit_queries import record
from rrr.store.database import Database
from rrr.store.dialects import insert_new
from rrr.store.project_clock import next_moment
from rrr.store.schema import mark_tables

_rules, _exceptions = mark_tables.rules, mark_tables.rule_exceptions

NewRule = tuple[RuleKind, str, int | None]
"""Kind, pattern, and in how many training sentences it strikes."""


def add(
    database: Database, project_id: int, new_rules: Sequence[NewRule], person: str | None = None
) -> list[Rule]:
    """Add rules, all or none; `person` makes them.

    Returns:
        The rules in order; one that was there already stays as it is.
    """
    with database.write() as connection:
        moment = next_moment(connection, project_id)
        added = [_add(connection, project_id, moment, person, *rule) for rule in new_rules]
        detail = {"rules": [rule.id for rule in added]}
        record(connection, person, "rule", project_id, detail)
        return added


def put(
    database: Database,
    project_id: int,
    new_rule: NewRule,
    spared: Iterable[int],
    person: str | None = None,
) -> tuple[Rule, bool]:
    """Add a rule that spares exactly these examples, or have one that is there spare them.

    Returns:
        The rule, and whether it is new.
    """
    with database.write() as connection:
        before = connection.scalar(select(func.count()).where(_rules.c.project_id == project_id))
        moment = next_moment(connection, project_id)
        rule = _add(connection, project_id, moment, person, *new_rule)
        after = connection.scalar(select(func.count()).where(_rules.c.project_id == project_id))
        connection.execute(sa.delete(_exceptions).where(_exceptions.c.rule_id == rule.id))
        spare(connection, [(rule.id, example_id) for example_id in sorted(set(spared))])
        detail = {"rules": [rule.id], "kind": rule.kind, "spared": len(set(spared))}
        record(connection, person, "rule", project_id, detail)
        return rule, after != before


def list_of(database: Database, project_id: int) -> list[Rule]:
    """All rules of a project, oldest first."""
    query = select(_rules).where(_rules.c.project_id == project_id).order_by(_rules.c.id)
    with database.read() as connection:
        return [_rule(row) for row in connection.execute(query)]


def find(database: Database, project_id: int, kind: RuleKind, pattern: str) -> Rule | None:
    with database.read() as connection:
        return _find(connection, project_id, kind, pattern)


def project_of(database: Database, rule_id: int) -> int:
    """Id of a rule's project. Raises NotFound if there is no such rule."""
    with database.read() as connection:
        project_id = connection.scalar(select(_rules.c.project_id).where(_rules.c.id == rule_id))
    if project_id is None:
        raise _no_such(rule_id)
    return project_id


def count(database: Database, project_id: int) -> int:
    query = select(func.count()).where(_rules.c.project_id == project_id)
    with database.read() as connection:
        return connection.execute(query).scalar_one()


def spared_by(database: Database, rule_id: int) -> list[int]:
    """Ids of the examples a rule spares, ascending."""
    query = select(_exceptions.c.example_id).where(_exceptions.c.rule_id == rule_id)
    with database.read() as connection:
        return sorted(connection.scalars(query))


def count_spared(database: Database, project_id: int) -> dict[int, int]:
    """How many examples each rule spares; those that spare none left out."""
    query = (
        select(_exceptions.c.rule_id, func.count().label("number"))
        .join(_rules, _rules.c.id == _exceptions.c.rule_id)
        .where(_rules.c.project_id == project_id)
        .group_by(_exceptions.c.rule_id)
    )
    with database.read() as connection:
        return {row.rule_id: row.number for row in connection.execute(query)}


def sparing(database: Database, example_id: int) -> frozenset[int]:
    """Ids of the rules that spare an example."""
    query = select(_exceptions.c.rule_id).where(_exceptions.c.example_id == example_id)
    with database.read() as connection:
        return frozenset(connection.scalars(query))


def exceptions_of(database: Database, project_id: int) -> dict[int, frozenset[int]]:
    """Example id -> ids of the rules that spare it; all that are spared by any."""
    query = (
        select(_exceptions.c.example_id, _exceptions.c.rule_id)
        .join(_rules, _rules.c.id == _exceptions.c.rule_id)
        .where(_rules.c.project_id == project_id)
    )
    exceptions: dict[int, set[int]] = {}
    with database.read() as connection:
        for example_id, rule_id in connection.execute(query):
            exceptions.setdefault(example_id, set()).add(rule_id)
    return {example_id: frozenset(ids) for example_id, ids in exceptions.items()}


def delete(database: Database, rule_id: int, person: str | None = None) -> Rule:
    """Take a rule and its exceptions back; marks made by hand stay.

    Raises:
        NotFound: if there is no such rule.
    """
    query = sa.delete(_rules).where(_rules.c.id == rule_id).returning(_rules)
    with database.write() as connection:
        # Before the rule: what is deleted along with it can no longer be traced to its project.
        connection.execute(sa.delete(_exceptions).where(_exceptions.c.rule_id == rule_id))
        row = connection.execute(query).one_or_none()
        if row is None:
            raise _no_such(rule_id)
        detail = {"rules": [rule_id], "removed": True}
        record(connection, person, "rule", row.project_id, detail)
        return _rule(row)


def add_batch(connection: Connection, project_id: int, new_rules: Iterable[Rule]) -> list[int]:
    """Store rules of a project that has none of them; returns their ids in order."""
    columns = ("kind", "pattern", "num_sentences", "created_at")
    return [
        connection.execute(
            insert(_rules)
            .values(project_id=project_id, **{name: getattr(rule, name) for name in columns})
            .returning(_rules.c.id)
        ).scalar_one()
        for rule in new_rules
    ]


def ids_of(connection: Connection, project_id: int) -> list[int]:
    """Ids of a project's rules, oldest first."""
    query = select(_rules.c.id).where(_rules.c.project_id == project_id).order_by(_rules.c.id)
    return list(connection.scalars(query))


def spare(connection: Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """Have rules spare examples: pairs of a rule's id and an example's."""
    rows = [{"rule_id": rule_id, "example_id": example_id} for rule_id, example_id in pairs]
    if rows:
        connection.execute(insert(_exceptions), rows)


def move_exceptions(connection: Connection, source: int, target: int) -> None:
    """Have the rules of one project spare what the same rules of another one spare."""
    twin, rules = _rules.alias(), _rules
    twin_id = (
        select(twin.c.id)
        .join(rules, sa.and_(rules.c.kind == twin.c.kind, rules.c.pattern == twin.c.pattern))
        .where(rules.c.id == _exceptions.c.rule_id, twin.c.project_id == target)
        .scalar_subquery()
    )
    of_source = select(rules.c.id).where(rules.c.project_id == source)
    connection.execute(
        sa.update(_exceptions)
        .where(_exceptions.c.rule_id.in_(of_source), twin_id.is_not(None))
        .values(rule_id=twin_id)
    )


def add_hits(connection: Connection, hits: Mapping[int, int]) -> None:
    """Count further training sentences in which rules strike: rule id -> how many."""
    for rule_id, number in hits.items():
        connection.execute(
            sa.update(_rules)
            .where(_rules.c.id == rule_id)
            .values(num_sentences=_rules.c.num_sentences + number)
        )


class CountsAnew:
    """Counts in how many training sentences each rule strikes that keeps that number."""

    def __init__(
        self,
        database: Database,
        project_id: int,
        strikes_of: Callable[[Rule], Callable[[str], bool]],
    ) -> None:
        counted = select(_rules).where(
            _rules.c.project_id == project_id, _rules.c.num_sentences.is_not(None)
        )
        with database.read() as connection:
            rules = [_rule(row) for row in connection.execute(counted)]
        self._strikes = {rule.id: strikes_of(rule) for rule in rules}
        self._numbers = dict.fromkeys(self._strikes, 0)

    @property
    def are_needed(self) -> bool:
        return bool(self._strikes)

    def add(self, example: Example) -> None:
        if example.split != TRAIN:
            return
        for rule_id, strikes in list(self._strikes.items()):
            try:
                self._numbers[rule_id] += strikes(example.text)
            except AnnotationError:  # it takes too long
                del self._strikes[rule_id], self._numbers[rule_id]

    def store(self, connection: Connection) -> None:
        for rule_id, number in self._numbers.items():
            of_rule = _rules.c.id == rule_id
            connection.execute(sa.update(_rules).where(of_rule).values(num_sentences=number))


def _add(
    connection: Connection,
    project_id: int,
    moment: datetime,
    person: str | None,
    kind: RuleKind,
    pattern: str,
    sentences: int | None,
) -> Rule:
    values = {
        "project_id": project_id,
        "kind": kind,
        "pattern": pattern,
        "num_sentences": sentences,
        "created_at": moment,
        "person": person,
    }
    connection.execute(insert_new(connection, _rules).values(values))
    rule = _find(connection, project_id, kind, pattern)
    if rule is None:
        raise NotFound(f"There is no project {project_id}. It may have been deleted.")
    return rule


def _no_such(rule_id: int) -> NotFound:
    return NotFound(f"There is no rule {rule_id}. It may have been removed already.")


def _find(connection: Connection, project_id: int, kind: RuleKind, pattern: str) -> Rule | None:
    query = select(_rules).filter_by(project_id=project_id, kind=kind, pattern=pattern)
    row = connection.execute(query).one_or_none()
    return None if row is None else _rule(row)


def _rule(row: Row[Any]) -> Rule:
    return Rule(**row._mapping)
