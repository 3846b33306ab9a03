"""Several people at work: who they are, what they may do, and what they did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_CHANGES = (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))


def _of(table: str, is_key: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(f"{table}s.id", ondelete="CASCADE")
    return sa.Column(f"{table}_id", sa.Integer, key, nullable=False, primary_key=is_key)


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("removed_at", sa.DateTime),
    )
    op.create_table(
        "members",
        _of("project"),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "person"),
        sqlite_with_rowid=False,
    )
    op.create_index("members_by_person", "members", ["person"])
    op.create_table(
        "project_teams",
        _of("project", is_key=True),
        sa.Column("people_per_sentence", sa.Integer, nullable=False),
        sa.Column("overlap", sa.Float, nullable=False),
        sa.Column("merge", sa.Text, nullable=False),
    )
    op.create_table(
        "leases",
        _of("example"),
        sa.Column("person", sa.Text, nullable=False),
        _of("project"),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("example_id", "person"),
        sqlite_with_rowid=False,
    )
    op.create_index("leases_of_person", "leases", ["project_id", "person"])
    op.create_index("leases_by_time", "leases", ["project_id", "expires_at"])
    op.create_table(
        "adjudications",
        _of("example", is_key=True),
        _of("project"),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("marked", sa.JSON, nullable=False),
        sa.Column("tokenizer", sa.Text, nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("adjudications_of_project", "adjudications", ["project_id"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("project_id", sa.Integer),
        sa.Column("project", sa.Text, nullable=False, server_default=""),
        sa.Column("detail", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_of_project", "audit", ["project_id", "id"])
    op.create_index("audit_of_person", "audit", ["person", "id"])
    for change, row in _CHANGES:
        op.execute(
            f"CREATE TRIGGER adjudications_{change.lower()}_changes_marks "
            f"AFTER {change} ON adjudications BEGIN UPDATE projects "
            f"SET marks_version = marks_version + 1 WHERE id = {row}.project_id; END"
        )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_refuses_{change.lower()} BEFORE {change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END"
        )
