"""Snapshots say how the marks of several people were put together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("snapshots", sa.Column("merge", sa.Text))
    # Until now the last answer on a sentence counted.
    op.execute("UPDATE snapshots SET merge = 'last'")
