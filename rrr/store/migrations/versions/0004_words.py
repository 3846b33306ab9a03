"""Which sentences hold a word is stored; older projects are indexed when the workspace opens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("projects", sa.Column("state", sa.Text, nullable=False, server_default="ready"))
    op.execute("UPDATE projects SET state = 'without words'")
    op.create_index("examples_of_project", "examples", ["project_id"])
    op.create_table(
        "words",
        _project_id(),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("sentences", sa.Integer, nullable=False),
        sa.Column("skew", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "word"),
        sqlite_with_rowid=False,
    )
    op.create_index("words_by_skew", "words", ["project_id", "skew"])
    op.create_table(
        "word_counts",
        _project_id(),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("sentences", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "word", "label"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "postings",
        _project_id(),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("ids", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "word", "first"),
        sqlite_with_rowid=False,
    )


def _project_id() -> sa.Column[int]:
    return sa.Column(
        "project_id",
        sa.Integer,
        sa.ForeignKey("projects.id", ondelete="CASCADE"),
        nullable=False,
    )
