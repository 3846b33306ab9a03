"""Who did what, and when: written down with every deed, and read by owners."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

from rrr.errors import StorageError
from rrr.formats import csv_text
from rrr.records import Action, AuditEntry, Project
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import audit_queries, people_queries

_log = logging.getLogger(__name__)
PAGE_SIZE = 50
COLUMNS = ("at", "person", "action", "project_id", "project", "detail")


def record(workspace: Workspace, action: Action, project_id: int | None, **detail: Any) -> None:
    """Write down what this person has just done. Deeds that write rows are recorded with them, in
    one transaction, by the store.

    Args:
        detail: numbers and names, never a sentence or a word of one.
    """
    with workspace.database.write() as connection:
        audit_queries.record(connection, workspace.person.key, action, project_id, detail)


def record_export(workspace: Workspace, project_id: int, **detail: Any) -> None:
    """As `record`, before something goes out. On a full or read-only disk the log has to do: what
    can still be read must be able to leave it."""
    try:
        record(workspace, "export", project_id, **detail)
    except StorageError as error:
        _log.warning("%s exports from project %s: %s", workspace.person.key, project_id, error)


def entries(
    workspace: Workspace,
    project: Project,
    person: str | None = None,
    action: Action | None = None,
    start: int = 0,
) -> list[AuditEntry]:
    """A page of a project's deeds, the newest first.

    Raises:
        NotAllowed: if this person is no owner.
    """
    workspace = require(workspace, project, "read the audit trail")
    return audit_queries.entries(workspace.database, project.id, person, action, start, PAGE_SIZE)


def count(
    workspace: Workspace,
    project: Project,
    person: str | None = None,
    action: Action | None = None,
) -> int:
    """How many deeds there are. Raises NotAllowed if this person is no owner."""
    workspace = require(workspace, project, "read the audit trail")
    return audit_queries.count(workspace.database, project.id, person, action)


def people(workspace: Workspace, project: Project) -> dict[str, str]:
    """Key -> name of everybody who did something. Raises NotAllowed if this person is no owner."""
    workspace = require(workspace, project, "read the audit trail")
    return people_queries.names_of(
        workspace.database, audit_queries.people(workspace.database, project.id)
    )


def all_entries(
    workspace: Workspace,
    project: Project,
    person: str | None = None,
    action: Action | None = None,
) -> Iterator[AuditEntry]:
    """All deeds of a project, the oldest first.

    Raises:
        NotAllowed: if this person is no owner.
    """
    workspace = require(workspace, project, "read the audit trail")
    return audit_queries.stream(workspace.database, project.id, person, action)


def csv_lines(entries: Iterator[AuditEntry]) -> Iterator[str]:
    """Deeds as CSV with a header, line by line, line ends included."""
    return csv_text.csv_lines(COLUMNS, map(_row, entries))


def _row(entry: AuditEntry) -> tuple[csv_text.Cell, ...]:
    detail = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
    return entry.at.isoformat(), entry.person, entry.action, entry.project_id, entry.project, detail
