"""Whoever started a run, and whoever made a rule."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    for table in ("runs", "rules"):
        op.add_column(table, sa.Column("person", sa.Text))
