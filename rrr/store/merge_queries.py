"""How a project puts the marks of several people together."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import insert, select, update

from rrr.errors import NotFound
from rrr.records import USUAL_MERGE, MergePolicy, Sharing
from rrr.store.database import Database
from rrr.store.schema import corpus_tables, team_tables

_projects, _teams = corpus_tables.projects, team_tables.project_teams


def merge_policy(database: Database, project_id: int) -> MergePolicy:
    """The project's choice, or the usual one."""
    query = select(_teams.c.merge).where(_teams.c.project_id == project_id)
    with database.read() as connection:
        policy: MergePolicy | None = connection.scalar(query)
    return policy or USUAL_MERGE


def choose(database: Database, project_id: int, policy: MergePolicy) -> None:
    """Put the marks together in this way from now on; the marks get their next version.

    Raises:
        NotFound: if there is no such project.
    """
    with database.write() as connection:
        version = (
            update(_projects)
            .where(_projects.c.id == project_id)
            .values(marks_version=_projects.c.marks_version + 1)
        )
        if not connection.execute(version).rowcount:
            raise NotFound(f"There is no project {project_id}. It may have been deleted.")
        of_project = _teams.c.project_id == project_id
        changed = connection.execute(update(_teams).where(of_project).values(merge=policy))
        if not changed.rowcount:
            row = {"project_id": project_id, "merge": policy, **asdict(Sharing())}
            connection.execute(insert(_teams).values(row))
