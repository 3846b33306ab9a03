"""Opens the database that the settings choose."""

from __future__ import annotations

from rrr.settings import Settings
from rrr.store.database import Database
from rrr.store.sqlite_database import SqliteDatabase


def open_database(settings: Settings) -> Database:
    """The workspace's SQLite file.

    Raises:
        StorageError: if it cannot be opened.
    """
    return SqliteDatabase(settings.database)
