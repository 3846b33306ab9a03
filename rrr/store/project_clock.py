"""The time as a project's answers and rules have it: it never runs backwards.

Which of two answers is the later one decides which counts. The computer's clock may be set back in
between, or another computer's may be behind; so a stamp is always later than all before it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text

from rrr.store import schema

# Each annotator's last answer is one look into an index, however many answers there are.
_LATEST = text(
    "SELECT max(moment) FROM ("
    "SELECT (SELECT max(updated_at) FROM annotations "
    "WHERE project_id = :project AND annotator = each.annotator) AS moment "
    "FROM (SELECT DISTINCT annotator FROM answer_counts WHERE project_id = :project) AS each "
    "UNION ALL SELECT max(created_at) FROM rules WHERE project_id = :project)"
)


def next_moment(connection: Connection, project_id: int) -> datetime:
    """The present time, aware, in UTC; later than that of every answer and rule of the project.

    The connection must hold the write lock.
    """
    latest = connection.scalar(_LATEST, {"project": project_id})
    now = schema.now()
    if latest is None:
        return now
    return max(now, datetime.fromisoformat(latest).replace(tzinfo=UTC) + timedelta(microseconds=1))
