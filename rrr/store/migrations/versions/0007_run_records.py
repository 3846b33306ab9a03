"""Runs that can be repeated, resumed, named, starred and deleted with undo; snapshots of marks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "project_id",
            sa.Integer,
            sa.ForeignKey("projects.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("marks_hash", sa.Text, nullable=False),
        sa.Column("data_hash", sa.Text, nullable=False),
        sa.Column("tokenizer_hash", sa.Text, nullable=False),
        sa.Column("state_hash", sa.Text, nullable=False),
        sa.Column("last_example_id", sa.Integer, nullable=False),
        sa.Column("num_rules", sa.Integer, nullable=False),
        sa.Column("num_reviewed", sa.Integer, nullable=False),
        sa.Column("num_marked_tokens", sa.Integer, nullable=False),
        sa.Column("num_marked_sentences", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("project_id", "state_hash"),
        sqlite_autoincrement=True,
    )
    # Written out, because Alembic leaves the reference out for SQLite.
    op.execute("ALTER TABLE runs ADD COLUMN snapshot_id INTEGER REFERENCES snapshots (id)")
    for column in (
        sa.Column("starred", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("deleted_at", sa.DateTime),
        sa.Column("data_hash", sa.Text),
        sa.Column("tokenizer_hash", sa.Text),
        sa.Column("versions", sa.JSON),
        sa.Column("origin", sa.Text),
        sa.Column("origin_run_id", sa.Integer),
        sa.Column("owner", sa.Text),
        sa.Column("num_resumed", sa.Integer, nullable=False, server_default="0"),
        sa.Column("saved_epoch", sa.Integer, nullable=False, server_default="0"),
        sa.Column("seconds", sa.Float, nullable=False, server_default="0"),
    ):
        op.add_column("runs", column)
    op.create_index("runs_of_snapshot", "runs", ["snapshot_id"])
