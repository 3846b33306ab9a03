"""How the file of another tool had divided an example, kept to be given back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rrr.store.schema import JSON, Integer

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "given_tokens",
        sa.Column(
            "example_id",
            Integer,
            sa.ForeignKey("examples.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("tokens", JSON, nullable=False),
        sa.Column("spans", JSON, nullable=False),
    )
