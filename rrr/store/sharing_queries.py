"""How many people are asked about a sentence, which have the answers they need, and the settings
of a project that decide it.

An answer counts here once it is reviewed: a sentence that one person has skipped or flagged still
waits for somebody's answer.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from rrr.records import REVIEWED_STATUSES, TRAIN, USUAL_MERGE, Sharing
from rrr.store import team_counts
from rrr.store.database import Database
from rrr.store.schema import corpus_tables, mark_tables, team_tables

_examples, _annotations, _teams = (
    corpus_tables.examples,
    mark_tables.annotations,
    team_tables.project_teams,
)


def sharing_of(database: Database, project_id: int) -> Sharing:
    """How a project shares its sentences out; the usual values if nobody has chosen."""
    with database.read() as connection:
        return sharing_in(connection, project_id)


def sharing_in(connection: Connection, project_id: int) -> Sharing:
    """As `sharing_of`, within a transaction."""
    query = select(_teams.c.people_per_sentence, _teams.c.overlap).filter_by(project_id=project_id)
    row = connection.execute(query).one_or_none()
    return Sharing() if row is None else Sharing(row.people_per_sentence, row.overlap)


def set_sharing(database: Database, project_id: int, sharing: Sharing) -> None:
    """Share a project's sentences out in this way from now on; answers stay as they are."""
    values = asdict(sharing)
    with database.write() as connection:
        of_project = _teams.c.project_id == project_id
        if not connection.execute(update(_teams).where(of_project).values(values)).rowcount:
            row = {"project_id": project_id, "merge": USUAL_MERGE, **values}
            connection.execute(insert(_teams).values(row))
        recount(connection, project_id)


def is_in_overlap(project_id: int, position: Any, sharing: Sharing) -> Any:
    """Whether a sentence goes to several people: the same on every computer.

    An odd factor near the golden ratio scatters positions over the numbers below 2¹⁶, whatever
    their pattern, so that each stretch of the corpus has its share. A larger overlap holds the
    sentences of every smaller one.

    Args:
        position: of the sentence, as a number or as a column.

    Returns:
        A bool for a number, an expression for a column.
    """
    return (position * 40_503 + project_id * 30_011) % 65_536 < round(sharing.overlap * 65_536)


def answers_asked(project_id: int, position: int, sharing: Sharing) -> int:
    """How many people are to answer the training sentence at this position."""
    in_overlap = is_in_overlap(project_id, position, sharing)
    return sharing.people_per_sentence if in_overlap else 1


def is_settled(
    project_id: int,
    example_id: ColumnElement[int],
    position: ColumnElement[int],
    annotator: str,
    sharing: Sharing,
) -> ColumnElement[bool]:
    """Whether this person has answered a training sentence, or enough people have.

    Looks at the answers on one sentence, whatever the size of the corpus.

    Args:
        position: only looked at where part of the sentences goes to several people.
    """
    on_it = _annotations.c.example_id == example_id
    is_own = and_(_annotations.c.annotator == annotator, _annotations.c.status != "unreviewed")
    reviewed = _annotations.c.status.in_(REVIEWED_STATUSES)
    answers_needed = _asked(project_id, position, sharing)
    if isinstance(answers_needed, int) and answers_needed == 1:
        return exists().where(on_it, or_(is_own, reviewed))
    number = select(func.count()).where(on_it, reviewed).scalar_subquery()
    return or_(exists().where(on_it, is_own), number >= answers_needed)


def _asked(
    project_id: int, position: ColumnElement[int], sharing: Sharing
) -> int | ColumnElement[int]:
    if sharing.people_per_sentence == 1 or round(sharing.overlap * 65_536) == 0:
        return 1
    if sharing.overlap == 1:
        return sharing.people_per_sentence
    in_overlap = is_in_overlap(project_id, position, sharing)
    return case((in_overlap, sharing.people_per_sentence), else_=1)


def count_overlap(database: Database, project_id: int, overlap: float) -> int:
    """How many training sentences an overlap of this size has; looks at all positions."""
    with database.read() as connection:
        return _count_overlap(connection, project_id, Sharing(overlap=overlap))


def _count_overlap(connection: Connection, project_id: int, sharing: Sharing) -> int:
    query = select(func.count()).where(
        _examples.c.project_id == project_id,
        _examples.c.split == TRAIN,
        is_in_overlap(project_id, _examples.c.position, sharing),
    )
    return connection.execute(query).scalar_one()


def recount(connection: Connection, project_id: int) -> None:
    """Count anew how far a project's people are together. The connection must hold the write lock.

    Looks at all answers: for imports, and for changes of the settings.
    """
    sharing = sharing_in(connection, project_id)
    enough = _with_enough(project_id, sharing)
    in_overlap = is_in_overlap(project_id, enough.c.position, sharing)
    by_person = (
        select(_annotations.c.annotator, func.count().label("number"))
        .join(enough, enough.c.id == _annotations.c.example_id)
        .where(_annotations.c.status != "unreviewed")
        .group_by(_annotations.c.annotator)
    )
    numbers = {
        ("", team_counts.OVERLAP): _count_overlap(connection, project_id, sharing),
        ("", team_counts.ENOUGH): connection.scalar(select(func.count()).select_from(enough)) or 0,
        ("", team_counts.OVERLAP_ENOUGH): connection.scalar(
            select(func.count()).select_from(enough).where(in_overlap)
        )
        or 0,
    }
    for row in connection.execute(by_person):
        numbers[row.annotator, team_counts.ANSWERED_OF_ENOUGH] = row.number
    team_counts.replace(connection, project_id, numbers)


def _with_enough(project_id: int, sharing: Sharing) -> Any:
    """The training sentences that enough people have reviewed: id and position."""
    answers_needed = _asked(project_id, _examples.c.position, sharing)
    return (
        select(_examples.c.id, _examples.c.position)
        .join(_annotations, _annotations.c.example_id == _examples.c.id)
        .where(
            _annotations.c.project_id == project_id,
            _annotations.c.split == TRAIN,
            _annotations.c.status.in_(REVIEWED_STATUSES),
        )
        .group_by(_examples.c.id, _examples.c.position)
        .having(func.count() >= answers_needed)
        .subquery("enough")
    )
