"""The answers of all people on the same examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from rrr.records import REVIEWED_STATUSES, Annotation
from rrr.store.annotation_rows import annotation_of
from rrr.store.database import Database
from rrr.store.parts import in_parts
from rrr.store.project_clock import latest_moment
from rrr.store.schema import mark_tables

_annotations = mark_tables.annotations


def reviews_of(database: Database, example_ids: Sequence[int]) -> dict[int, list[Annotation]]:
    """The reviewed answers on each of the given examples, by example id, in the order they were
    given; examples that nobody has reviewed are left out."""
    reviews: dict[int, list[Annotation]] = {}
    with database.read() as connection:
        for part in in_parts(example_ids):
            query = (
                select(_annotations)
                .where(
                    _annotations.c.example_id.in_(part),
                    _annotations.c.status.in_(REVIEWED_STATUSES),
                )
                .order_by(_annotations.c.updated_at, _annotations.c.annotator)
            )
            for row in connection.execute(query):
                reviews.setdefault(row.example_id, []).append(annotation_of(row))
    return reviews


def shared_ids(database: Database, project_id: int) -> list[int]:
    """Ids of the examples that two people or more have reviewed, ascending."""
    query = (
        select(_annotations.c.example_id)
        .where(
            _annotations.c.project_id == project_id,
            _annotations.c.status.in_(REVIEWED_STATUSES),
        )
        .group_by(_annotations.c.example_id)
        .having(func.count() > 1)
        .order_by(_annotations.c.example_id)
    )
    with database.read() as connection:
        return list(connection.scalars(query))


def votes_version(database: Database, project_id: int) -> tuple[Any, ...]:
    """Changes with every answer and rule, but not with what reviewers decide; takes no time."""
    rules, spared = mark_tables.rules, mark_tables.rule_exceptions
    of_project = rules.c.project_id == project_id
    num_rules = select(func.count()).select_from(rules).where(of_project)
    num_spared = (
        select(func.count())
        .select_from(spared.join(rules, rules.c.id == spared.c.rule_id))
        .where(of_project)
    )
    with database.read() as connection:
        latest = latest_moment(connection, project_id)
        return latest, connection.scalar(num_rules), connection.scalar(num_spared)
