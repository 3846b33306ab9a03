"""The audit trail: rows are only ever added, which triggers see to, and outlive their project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, func, insert, select

from rrr.records import Action, AuditEntry
from rrr.store import schema
from rrr.store.database import Database
from rrr.store.schema import corpus_tables, team_tables

_audit = team_tables.audit
_AT_ONCE = 1_000

_name = (
    select(corpus_tables.projects.c.name)
    .where(corpus_tables.projects.c.id == bindparam("of_project", type_=Integer))
    .scalar_subquery()
)
# Made once: every save of a mark runs it.
_INSERT = insert(_audit).values(project=func.coalesce(_name, "")).inline()


def record(
    connection: Connection,
    person: str | None,
    action: Action,
    project_id: int | None,
    detail: Mapping[str, Any],
) -> None:
    """Write down a deed in the transaction that does it; nothing if nobody is named.

    Args:
        detail: numbers and names, never a sentence or a word of one.
    """
    if person is None:
        return
    values = {
        "at": schema.now(),
        "person": person,
        "action": action,
        "project_id": project_id,
        "detail": dict(detail),
    }
    connection.execute(_INSERT, {**values, "of_project": project_id})


def entries(
    database: Database,
    project_id: int | None,
    person: str | None = None,
    action: Action | None = None,
    start: int = 0,
    limit: int = 50,
) -> list[AuditEntry]:
    """The newest deeds first; None for those of all projects, people or actions."""
    query = _chosen(select(_audit), project_id, person, action)
    query = query.order_by(_audit.c.id.desc()).offset(start).limit(limit)
    with database.read() as connection:
        return [AuditEntry(**row._mapping) for row in connection.execute(query)]


def stream(
    database: Database, project_id: int | None, person: str | None, action: Action | None
) -> Iterator[AuditEntry]:
    """All deeds, oldest first, without holding a transaction while they are used."""
    last_id = 0
    while True:
        query = _chosen(select(_audit), project_id, person, action)
        query = query.where(_audit.c.id > last_id).order_by(_audit.c.id).limit(_AT_ONCE)
        with database.read() as connection:
            rows = connection.execute(query).all()
        if not rows:
            return
        for row in rows:
            yield AuditEntry(**row._mapping)
        last_id = rows[-1].id


def count(
    database: Database, project_id: int | None, person: str | None, action: Action | None
) -> int:
    query = _chosen(select(func.count()).select_from(_audit), project_id, person, action)
    with database.read() as connection:
        return connection.execute(query).scalar_one()


def people(database: Database, project_id: int) -> list[str]:
    """Keys of everybody who did something in a project, in order."""
    query = select(_audit.c.person).where(_audit.c.project_id == project_id).distinct()
    with database.read() as connection:
        return sorted(connection.scalars(query))


def _chosen(
    query: Select[Any], project_id: int | None, person: str | None, action: Action | None
) -> Select[Any]:
    for column, value in (
        (_audit.c.project_id, project_id),
        (_audit.c.person, person),
        (_audit.c.action, action),
    ):
        if value is not None:
            query = query.where(column == value)
    return query
