"""How far a project's people are together is kept, not counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_REVIEWED = "split = 'train' AND status IN ('marked', 'nothing_irrelevant')"


def upgrade() -> None:
    op.create_table(
        "team_counts",
        sa.Column(
            "project_id",
            sa.Integer,
            sa.ForeignKey("projects.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "person", "name"),
        sqlite_with_rowid=False,
    )
    # Nobody has chosen an overlap yet, so one answer is enough everywhere.
    op.execute(
        "INSERT INTO team_counts (project_id, person, name, number) "
        "SELECT project_id, '', 'enough', count(DISTINCT example_id) "
        f"FROM annotations WHERE {_REVIEWED} GROUP BY project_id"
    )
    op.execute(
        "INSERT INTO team_counts (project_id, person, name, number) "
        "SELECT project_id, annotator, 'answered of enough', count(*) FROM annotations "
        "WHERE split = 'train' AND status != 'unreviewed' AND example_id IN "
        f"(SELECT example_id FROM annotations WHERE {_REVIEWED}) GROUP BY project_id, annotator"
    )
