"""A run can search for its λ, and be told to settle for the best found so far."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("runs", sa.Column("search", sa.JSON))
    op.add_column(
        "runs", sa.Column("settle", sa.Boolean, nullable=False, server_default=sa.false())
    )
