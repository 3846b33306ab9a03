"""How far a project's people are together: numbers that each save keeps up, so that nobody counts.

All are of training sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy import Connection, insert, select

from rrr.records import REVIEWED_STATUSES, AnnotationStatus
from rrr.store.database import Database
from rrr.store.dialects import insert_into
from rrr.store.schema import mark_tables, team_tables

OVERLAP = "overlap"
"""Sentences that go to several people; of nobody in particular, as the next three."""

ENOUGH = "enough"
"""Sentences that as many people have reviewed as were asked."""

OVERLAP_ENOUGH = "overlap with enough"
"""Those of them that belong to the overlap."""

REOPENED = "reopened"
"""How often a sentence has come to want an answer again. Whoever remembers what is done looks
anew when it changes."""

ANSWERED_OF_ENOUGH = "answered of enough"
"""Of a person: the sentences with enough answers that they have answered in any way."""

_counts, _annotations = team_tables.team_counts, mark_tables.annotations

TeamCounts = Mapping[tuple[str, str], int]
"""(person or "", name) -> number; 0 where there is none."""


def read(database: Database, project_id: int) -> TeamCounts:
    query = select(_counts).where(_counts.c.project_id == project_id)
    with database.read() as connection:
        return Counter({(row.person, row.name): row.number for row in connection.execute(query)})


def replace(connection: Connection, project_id: int, numbers: TeamCounts) -> None:
    """Put newly counted numbers in the place of all but `REOPENED`, which goes up."""
    connection.execute(
        sa.delete(_counts).where(_counts.c.project_id == project_id, _counts.c.name != REOPENED)
    )
    rows = [
        {"project_id": project_id, "person": person, "name": name, "number": number}
        for (person, name), number in numbers.items()
    ]
    if rows:
        connection.execute(insert(_counts), rows)
    _add(connection, project_id, "", REOPENED, 1)


def note_answer(
    connection: Connection,
    project_id: int,
    example_id: int,
    annotator: str,
    before: AnnotationStatus | None,
    *,
    answers_needed: int,
    in_overlap: bool,
) -> None:
    """Keep the numbers up after an answer on a training sentence was stored.

    Args:
        before: what this person had answered until then.
        answers_needed: how many people are asked about the sentence.
    """
    query = select(_annotations.c.annotator, _annotations.c.status).where(
        _annotations.c.example_id == example_id
    )
    statuses: dict[str, AnnotationStatus] = {
        row.annotator: row.status for row in connection.execute(query)
    }
    earlier = {**statuses, annotator: before or "unreviewed"}
    was_enough, is_enough = (
        _is_enough(earlier, answers_needed),
        _is_enough(statuses, answers_needed),
    )
    changes: Counter[tuple[str, str]] = Counter()
    changes["", ENOUGH] += is_enough - was_enough
    changes["", OVERLAP_ENOUGH] += in_overlap * (is_enough - was_enough)
    changes["", REOPENED] += was_enough > is_enough or (
        statuses[annotator] == "unreviewed" != earlier[annotator] and not is_enough
    )
    for person in statuses:
        counts = is_enough and statuses[person] != "unreviewed"
        counted = was_enough and earlier[person] != "unreviewed"
        changes[person, ANSWERED_OF_ENOUGH] += counts - counted
    for (person, name), change in changes.items():
        if change:
            _add(connection, project_id, person, name, change)


def _is_enough(statuses: Mapping[str, AnnotationStatus], answers_needed: int) -> bool:
    return sum(status in REVIEWED_STATUSES for status in statuses.values()) >= answers_needed


def _add(connection: Connection, project_id: int, person: str, name: str, change: int) -> None:
    row = {"project_id": project_id, "person": person, "name": name, "number": change}
    connection.execute(
        insert_into(connection, _counts)
        .values(row)
        .on_conflict_do_update(
            index_elements=["project_id", "person", "name"],
            set_={"number": _counts.c.number + change},
        )
    )
