"""Evidence for the label that came with an example: the opposite of a mark, and kept apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "rationales",
        sa.Column(
            "example_id",
            sa.Integer,
            sa.ForeignKey("examples.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("tokens", sa.JSON, nullable=False),
        sa.Column("tokenizer", sa.Text, nullable=False),
    )
