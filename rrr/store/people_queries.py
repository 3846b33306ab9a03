"""People who have worked here, and who takes part in which project."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, insert, select, update

from rrr.errors import ConfigError, NotFound
from rrr.records import Member, Person, Role
from rrr.store import schema
from rrr.store.audit_queries import record
from rrr.store.database import Database
from rrr.store.dialects import insert_new
from rrr.store.schema import mark_tables, team_tables

_people, _members = team_tables.people, team_tables.members


@dataclass(frozen=True)
class Standing:
    """What the database says of one person in one project."""

    is_removed: bool  # from everything
    role: Role | None  # None: no member
    has_members: bool  # whether the project has any


def standing(database: Database, project_id: int, key: str) -> Standing:
    """Looks up two keys, whatever the number of people and projects."""
    removed = select(_people.c.removed_at).where(_people.c.key == key).scalar_subquery()
    of_project = _members.c.project_id == project_id
    role = select(_members.c.role).where(of_project, _members.c.person == key).scalar_subquery()
    with database.read() as connection:
        row = connection.execute(
            select(removed.label("removed"), role.label("role"), sa.exists().where(of_project))
        ).one()
    return Standing(row[0] is not None, row[1], bool(row[2]))


def known_people(database: Database) -> list[Person]:
    """Everybody who gave a name or signed in, and everybody who has answered; by name."""
    counts = mark_tables.answer_counts
    with database.read() as connection:
        listed = connection.execute(select(_people)).all()
        answered = connection.scalars(select(counts.c.annotator).distinct()).all()
    by_key = {row.key: Person(row.key, row.name) for row in listed}
    removed = {row.key for row in listed if row.removed_at is not None}
    for key in answered:
        by_key.setdefault(key, Person.named(key))
    people = [person for key, person in by_key.items() if key not in removed]
    return sorted(people, key=lambda person: (person.name.casefold(), person.key))


def names_of(database: Database, keys: Collection[str]) -> dict[str, str]:
    """The names shown for keys; a key that nobody gave a name is its own."""
    query = select(_people.c.key, _people.c.name).where(_people.c.key.in_(list(keys)))
    with database.read() as connection:
        named = {row.key: row.name for row in connection.execute(query)}
    return {key: named.get(key, key) for key in keys}


def remember(database: Database, person: Person) -> None:
    """Keep a person's name. Somebody who was removed stays removed."""
    by_key = _people.c.key == person.key
    with database.read() as connection:
        name = connection.scalar(select(_people.c.name).where(by_key))
    if name == person.name:
        return
    with database.write() as connection:
        _add_new(connection, person)
        connection.execute(update(_people).where(by_key).values(name=person.name))


def set_removed(database: Database, person: Person, is_removed: bool, by: str) -> None:
    """Let a person do nothing any more, or let them in again; what they did stays."""
    moment = schema.now() if is_removed else None
    with database.write() as connection:
        _add_new(connection, person)
        removed = update(_people).where(_people.c.key == person.key).values(removed_at=moment)
        connection.execute(removed)
        detail = {"member": person.key, "removed from all": is_removed}
        record(connection, by, "member", None, detail)


def _add_new(connection: Connection, person: Person) -> None:
    """Store somebody who is not known yet."""
    values = {"key": person.key, "name": person.name, "created_at": schema.now()}
    connection.execute(insert_new(connection, _people).values(values))


def removed_people(database: Database) -> list[Person]:
    """Those who may do nothing any more, by name."""
    query = select(_people).where(_people.c.removed_at.is_not(None)).order_by(_people.c.name)
    with database.read() as connection:
        return [Person(row.key, row.name) for row in connection.execute(query)]


def members_of(database: Database, project_id: int) -> list[Member]:
    """Owners first, then reviewers, then annotators; by name in each."""
    with database.read() as connection:
        return _members_of(connection, project_id)


def projects_of(database: Database, key: str) -> set[int]:
    """Ids of the projects in which somebody takes part."""
    query = select(_members.c.project_id).where(_members.c.person == key)
    with database.read() as connection:
        return set(connection.scalars(query))


def projects_with_members(database: Database) -> set[int]:
    with database.read() as connection:
        return set(connection.scalars(select(_members.c.project_id).distinct()))


def is_removed(database: Database, key: str) -> bool:
    query = select(_people.c.removed_at).where(_people.c.key == key)
    with database.read() as connection:
        return connection.scalar(query) is not None


def put_member(connection: Connection, project_id: int, key: str, role: Role, by: str) -> None:
    """Add a member, or give one another role.

    Raises:
        ConfigError: if that would leave the project without an owner.
    """
    of_member = sa.and_(_members.c.project_id == project_id, _members.c.person == key)
    present_role = connection.scalar(select(_members.c.role).where(of_member))
    if present_role is None:
        values = {"project_id": project_id, "person": key, "role": role}
        addition = {"added_by": by, "added_at": schema.now()}
        connection.execute(insert(_members).values({**values, **addition}))
    else:
        connection.execute(update(_members).where(of_member).values(role=role))
    _keep_an_owner(connection, project_id)


def own_if_open(connection: Connection, project_id: int, key: str) -> None:
    """Make somebody the owner of a project that has no members."""
    has_members = sa.exists().where(_members.c.project_id == project_id)
    if not connection.scalar(select(has_members)):
        put_member(connection, project_id, key, "owner", key)


def remove_member(connection: Connection, project_id: int, key: str) -> None:
    """Take somebody out of a project.

    Raises:
        NotFound: if they are no member.
        ConfigError: if they are the only owner.
    """
    of_member = sa.and_(_members.c.project_id == project_id, _members.c.person == key)
    if not connection.execute(sa.delete(_members).where(of_member)).rowcount:
        raise NotFound(f"“{key}” is no member of this project. Look at its members again.")
    _keep_an_owner(connection, project_id)


def _keep_an_owner(connection: Connection, project_id: int) -> None:
    roles = select(_members.c.role).where(_members.c.project_id == project_id)
    if "owner" not in connection.scalars(roles).all():
        raise ConfigError(
            "A project with members needs an owner, and this is the only one. Make somebody else "
            "an owner first."
        )


def _members_of(connection: Connection, project_id: int) -> list[Member]:
    name = sa.func.coalesce(_people.c.name, _members.c.person)
    query = (
        select(_members, name.label("name"))
        .select_from(_members.outerjoin(_people, _people.c.key == _members.c.person))
        .where(_members.c.project_id == project_id)
    )
    members = [_member(row) for row in connection.execute(query)]
    rank = {"owner": 0, "reviewer": 1, "annotator": 2}
    return sorted(members, key=lambda member: (rank[member.role], member.person.name.casefold()))


def _member(row: Row[Any]) -> Member:
    return Member(Person(row.person, row.name), row.role, row.added_by, row.added_at)
