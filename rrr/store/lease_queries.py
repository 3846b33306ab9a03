"""Who has which sentence before them.

A lease keeps a sentence for a person until it expires. It counts only while it has no longer to
run than a new one: a clock that was set back cannot lock anybody out for longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, exists, or_, select

from rrr.records import REVIEWED_STATUSES, Claims, Lease
from rrr.store import schema
from rrr.store.database import Database
from rrr.store.dialects import insert_or_replace
from rrr.store.parts import in_parts
from rrr.store.schema import corpus_tables, mark_tables, team_tables
from rrr.store.sharing_queries import answers_asked, sharing_in

LEASE = timedelta(minutes=10)
"""For the sentence on show, from the last sign of its person."""

AHEAD = timedelta(minutes=2)
"""For the sentences that come next: who has left must not keep them."""

_SKEW = timedelta(minutes=1)
"""By how much the clocks of two servers may differ."""

_leases, _annotations, _examples = (
    team_tables.leases,
    mark_tables.annotations,
    corpus_tables.examples,
)


def claims_on(
    database: Database, project_id: int, person: str, example_ids: Sequence[int]
) -> dict[int, Claims]:
    """Of each of these sentences (some hundred at most) who answers it, as `person` sees it."""
    with database.read() as connection:
        return _claims(connection, project_id, person, example_ids, schema.now())


def leased_out(database: Database, project_id: int, person: str) -> dict[int, list[Lease]]:
    """The sentences that are not handed to `person` because others have them before them now.

    As many at most as people can have before them, however large the project.
    """
    now = schema.now()
    query = (
        select(_leases.c.example_id)
        .distinct()
        .where(_leases.c.project_id == project_id, _leases.c.person != person, _is_live(now))
    )
    with database.read() as connection:
        ids = list(connection.scalars(query))
        claims = _claims(connection, project_id, person, ids, now) if ids else {}
    return {
        example_id: claim.leased
        for example_id, claim in claims.items()
        if claim.is_closed and not claim.is_answered
    }


def count_at_work(database: Database, project_id: int, person: str) -> int:
    """How many others have a sentence before them."""
    query = select(sa.func.count(_leases.c.person.distinct())).where(
        _leases.c.project_id == project_id, _leases.c.person != person, _is_live(schema.now())
    )
    with database.read() as connection:
        return connection.execute(query).scalar_one()


def has_others(database: Database, project_id: int, person: str) -> bool:
    """Whether anybody but `person` is known to work here, or may begin to."""
    counts, members, people = (
        mark_tables.answer_counts,
        team_tables.members,
        team_tables.people,
    )
    query = select(
        or_(
            exists().where(counts.c.project_id == project_id, counts.c.annotator != person),
            exists().where(members.c.project_id == project_id, members.c.person != person),
            exists().where(_leases.c.project_id == project_id, _leases.c.person != person),
            exists().where(people.c.key != person, people.c.removed_at.is_(None)),
        )
    )
    with database.read() as connection:
        return bool(connection.scalar(query))


def hold(
    database: Database,
    project_id: int,
    person: str,
    on_show: int,
    ahead: Sequence[int],
    released: Iterable[int] = (),
) -> set[int]:
    """Take the sentence on show and those ahead of it, as far as they are free.

    One transaction decides, so that no two people get the last free place of a sentence.

    Args:
        released: sentences this person no longer has before them.

    Returns:
        Which of these sentences are this person's to answer.
    """
    with database.write() as connection:
        now = schema.now()
        leased_ids = list(dict.fromkeys((on_show, *ahead)))
        of_project = _leases.c.project_id == project_id
        connection.execute(sa.delete(_leases).where(of_project, ~_is_live(now)))
        given_up_ids = set(released) - set(leased_ids)
        connection.execute(
            sa.delete(_leases).where(
                _leases.c.person == person, _leases.c.example_id.in_(given_up_ids)
            )
        )
        claims = _claims(connection, project_id, person, leased_ids, now)
        granted = [
            example_id
            for example_id in leased_ids
            if example_id in claims and not claims[example_id].is_closed
        ]
        for example_id in granted:
            if claims[example_id].own and example_id != on_show:
                continue  # an answer keeps its place
            until = now + (LEASE if example_id == on_show else AHEAD)
            _lease(connection, project_id, example_id, person, until)
    return set(granted)


def _lease(
    connection: Connection, project_id: int, example_id: int, person: str, until: datetime
) -> None:
    row = {
        "example_id": example_id,
        "person": person,
        "project_id": project_id,
        "expires_at": until,
    }
    connection.execute(insert_or_replace(connection, _leases), row)


def _claims(
    connection: Connection,
    project_id: int,
    person: str,
    example_ids: Sequence[int],
    now: datetime,
) -> dict[int, Claims]:
    sharing = sharing_in(connection, project_id)
    claims: dict[int, Claims] = {}
    for part in in_parts(example_ids):
        places = select(_examples.c.id, _examples.c.position).where(
            _examples.c.id.in_(part),
            _examples.c.project_id == project_id,
        )
        positions = {row.id: row.position for row in connection.execute(places)}
        for example_id, position in positions.items():
            claims[example_id] = Claims(answers_asked(project_id, position, sharing))
        answers = select(
            _annotations.c.example_id, _annotations.c.annotator, _annotations.c.status
        ).where(_annotations.c.example_id.in_(positions), _annotations.c.status != "unreviewed")
        for example_id, annotator, status in connection.execute(answers):
            if annotator == person:
                claims[example_id].own = True
            elif status in REVIEWED_STATUSES:
                claims[example_id].answered.append(annotator)
        leased = (
            select(_leases.c.example_id, _leases.c.person, _leases.c.expires_at)
            .where(_leases.c.example_id.in_(positions), _leases.c.person != person, _is_live(now))
            .order_by(_leases.c.expires_at)
        )
        for example_id, holder, expires_at in connection.execute(leased):
            if holder not in claims[example_id].answered:
                claims[example_id].leased.append(Lease(example_id, holder, expires_at))
    return claims


def _is_live(now: datetime) -> ColumnElement[bool]:
    expires_at = _leases.c.expires_at
    return (expires_at > now) & (expires_at <= now + LEASE + _SKEW)
