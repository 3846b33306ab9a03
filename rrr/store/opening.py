"""Opens the database that the settings choose."""

from __future__ import annotations

from rrr.settings import Settings
from rrr.store.database import Database
from rrr.store.postgres_database import PostgresDatabase
from rrr.store.sqlite_database import SqliteDatabase


def open_database(settings: Settings) -> Database:
    """The PostgreSQL database at `settings.database_url`; without one, the workspace's SQLite file.

    Raises:
        ConfigError: if the address is none, or the package for it is missing.
        StorageError: if it cannot be opened.
    """
    if settings.database_url is not None:
        return PostgresDatabase(settings.database_url)
    return SqliteDatabase(settings.database)
