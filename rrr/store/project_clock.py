"""The time as a project's answers and rules have it: it never runs backwards.

Which of two answers is the later one decides which counts. The computer's clock may be set back in
between, or another computer's may be behind; so a stamp is always later than all before it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from rrr.store import schema
from rrr.store.schema import mark_tables

_annotations, _counts, _rules = (
    mark_tables.annotations,
    mark_tables.answer_counts,
    mark_tables.rules,
)


def next_moment(connection: Connection, project_id: int) -> datetime:
    """The present time, aware, in UTC; later than that of every answer and rule of the project.

    The connection must hold the write lock.
    """
    latest, now = latest_moment(connection, project_id), schema.now()
    return now if latest is None else max(now, latest + timedelta(microseconds=1))


def latest_moment(connection: Connection, project_id: int) -> datetime | None:
    """When the last answer was given or the last rule made; None if there is neither."""
    # Each annotator's last answer is one look into an index, however many answers there are.
    people = (
        select(_counts.c.annotator)
        .distinct()
        .where(_counts.c.project_id == project_id)
        .subquery("people")
    )
    of_person = (
        select(func.max(_annotations.c.updated_at))
        .where(
            _annotations.c.project_id == project_id,
            _annotations.c.annotator == people.c.annotator,
        )
        .scalar_subquery()
    )
    last_rule = select(func.max(_rules.c.created_at)).where(_rules.c.project_id == project_id)
    moments = select(of_person.label("moment")).select_from(people).union_all(last_rule).subquery()
    latest: datetime | None = connection.scalar(select(func.max(moments.c.moment)))
    return latest
