"""The tables as they are now; `migrations/versions` has their history.

Here is what they share. Each group of tables is a module of its own.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """Aware UTC times outside; SQLite keeps no zone, so it is taken off inside."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def now() -> datetime:
    """The present time, aware, in UTC."""
    return datetime.now(UTC)


metadata = MetaData()

# Ids are never used twice (autoincrement): a link or a checkpoint folder named after a deleted
# project or run must not come to mean another one.
