"""Whether a word is fair is said by each person for themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rrr.store.schema import Integer, Text, UtcTime

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "fair_answers",
        sa.Column(
            "project_id",
            Integer,
            sa.ForeignKey("projects.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("word", Text, nullable=False),
        sa.Column("annotator", Text, nullable=False),
        sa.Column("is_fair", sa.Boolean, nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "word", "annotator"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO fair_answers (project_id, word, annotator, is_fair, created_at) "
        "SELECT project_id, word, annotator, TRUE, created_at FROM fair_words"
    )
    op.drop_table("fair_words")
