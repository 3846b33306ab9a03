"""What PostgreSQL does by itself when rows change; SQLite's triggers stand in the migrations.

They run once for a statement, not for a row: raising a project's number ten thousand times in one
transaction would leave ten thousand versions of its row behind.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

_PROJECTS_OF = {
    "annotations": "SELECT project_id FROM changed",
    "rules": "SELECT project_id FROM changed",
    "rule_exceptions": "SELECT project_id FROM rules WHERE id IN (SELECT rule_id FROM changed)",
    "adjudications": "SELECT project_id FROM changed",
}
_ROWS_OF = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def make_triggers(connection: Connection) -> None:
    """Raise `marks_version` whenever marks change, and let the audit trail only be added to."""
    for table, projects in _PROJECTS_OF.items():
        _make_function(
            connection,
            f"{table}_changes_marks",
            "UPDATE projects SET marks_version = marks_version + 1 "
            f"WHERE id IN ({projects}); RETURN NULL;",
        )
        for change, rows in _ROWS_OF.items():
            connection.execute(
                sa.text(
                    f"CREATE TRIGGER {table}_{change.lower()}_changes_marks AFTER {change} "
                    f"ON {table} REFERENCING {rows} TABLE AS changed "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_changes_marks()"
                )
            )
    _make_function(
        connection,
        "audit_refuses",
        "RAISE EXCEPTION 'the audit trail is only ever added to';",
    )
    connection.execute(
        sa.text(
            "CREATE TRIGGER audit_refuses_changes BEFORE UPDATE OR DELETE ON audit "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuses()"
        )
    )


def _make_function(connection: Connection, name: str, body: str) -> None:
    connection.execute(
        sa.text(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $$ BEGIN {body} END $$"
        )
    )
