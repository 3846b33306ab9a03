"""A run can choose its kind of classifier, and keeps why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rrr.store.schema import JSON

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("runs", sa.Column("choice", JSON))
