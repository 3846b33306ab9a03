"""Rules of every kind with exceptions; a number that goes up whenever marks change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_VERSIONED = {
    "annotations": "{row}.project_id",
    "rules": "{row}.project_id",
    "rule_exceptions": "(SELECT project_id FROM rules WHERE id = {row}.rule_id)",
}


def upgrade() -> None:
    op.create_table(
        "rules_of_every_kind",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "project_id",
            sa.Integer,
            sa.ForeignKey("projects.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("pattern", sa.Text, nullable=False),
        sa.Column("num_sentences", sa.Integer),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("project_id", "kind", "pattern"),
        sqlite_autoincrement=True,
    )
    op.execute(
        "INSERT INTO rules_of_every_kind (id, project_id, kind, pattern, created_at) "
        "SELECT id, project_id, 'word', word, created_at FROM rules"
    )
    # No id is used twice, also none of a rule that was removed.
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'rules_of_every_kind'")
    op.execute(
        "INSERT INTO sqlite_sequence (name, seq) "
        "SELECT 'rules_of_every_kind', seq FROM sqlite_sequence WHERE name = 'rules'"
    )
    op.drop_table("rules")
    op.rename_table("rules_of_every_kind", "rules")
    op.create_table(
        "rule_exceptions",
        sa.Column(
            "rule_id", sa.Integer, sa.ForeignKey("rules.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "example_id",
            sa.Integer,
            sa.ForeignKey("examples.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("rule_id", "example_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("exceptions_of_example", "rule_exceptions", ["example_id"])
    op.add_column(
        "projects", sa.Column("marks_version", sa.Integer, nullable=False, server_default="0")
    )
    for table, project_id in _VERSIONED.items():
        for change, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            op.execute(
                f"CREATE TRIGGER {table}_{change.lower()}_changes_marks AFTER {change} ON {table} "
                "BEGIN UPDATE projects SET marks_version = marks_version + 1 "
                f"WHERE id = {project_id.format(row=row)}; END"
            )
