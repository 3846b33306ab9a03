"""Labels can be changed: who changed which, when, and from what.

A snapshot remembers the last change before it, so that its runs keep the labels they had.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "relabellings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "project_id",
            sa.Integer,
            sa.ForeignKey("projects.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("annotator", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("labels_before", sa.JSON, nullable=False),
        sa.Column("labels_after", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("relabellings_of_project", "relabellings", ["project_id", "id"])
    op.create_table(
        "label_changes",
        sa.Column(
            "relabelling_id",
            sa.Integer,
            sa.ForeignKey("relabellings.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "example_id",
            sa.Integer,
            sa.ForeignKey("examples.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.PrimaryKeyConstraint("relabelling_id", "example_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("label_changes_of_example", "label_changes", ["example_id"])
    op.add_column(
        "snapshots",
        sa.Column("last_relabelling_id", sa.Integer, nullable=False, server_default="0"),
    )
