"""The tables as they are now; `migrations/versions` has their history.

Here is what they share. Each group of tables is a module of its own.
"""

from sqlalchemy import MetaData

from rrr.store.schema.column_types import JSON, Integer, Text, UtcTime, now

__all__ = ["JSON", "Integer", "Text", "UtcTime", "metadata", "now"]

metadata = MetaData()

# Ids are never used twice (autoincrement): a link or a checkpoint folder named after a deleted
# project or run must not come to mean another one.
