"""Answers may be skipped, flagged or taken back; they keep their steps and where they came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for column in (
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.Column("accepted", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("steps", sa.JSON, nullable=False, server_default="{}"),
        sa.Column("exposure", sa.JSON),
        sa.Column("client", sa.Text, nullable=False, server_default=""),
        sa.Column("sequence", sa.Integer, nullable=False, server_default="0"),
    ):
        op.add_column("annotations", column)
    op.create_index("annotations_by_status", "annotations", ["project_id", "status", "updated_at"])
    op.create_index("annotations_by_time", "annotations", ["project_id", "annotator", "updated_at"])
    op.create_table(
        "answer_counts",
        sa.Column(
            "project_id",
            sa.Integer,
            sa.ForeignKey("projects.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("annotator", sa.Text, nullable=False),
        sa.Column("split", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "annotator", "split", "status"),
    )
    op.execute(
        "INSERT INTO answer_counts SELECT project_id, annotator, split, status, count(*) "
        "FROM annotations GROUP BY project_id, annotator, split, status"
    )
