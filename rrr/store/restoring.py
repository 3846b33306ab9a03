"""Puts the rows of a backup where the settings keep a workspace: a file, or a PostgreSQL schema."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from rrr.settings import Settings
from rrr.store import backing_up
from rrr.store.copying import copy_rows
from rrr.store.postgres_database import PostgresDatabase
from rrr.store.schema import corpus_tables
from rrr.store.schema.all_tables import metadata
from rrr.store.sqlite_database import SqliteDatabase
from rrr.store.upgrading import make_tables


class FilePlace:
    """The SQLite file in the workspace's folder."""

    def __init__(self, settings: Settings) -> None:
        self._file = settings.database
        self.name = str(settings.workspace)

    def is_taken(self) -> bool:
        """Whether there is anything that a restore would replace."""
        return self._file.exists()

    def refuse_in_use(self) -> None:
        """Raise Locked if any program has it open, this one included."""
        if self._file.exists():
            backing_up.refuse_in_use(self._file)

    def set_aside(self, aside: Callable[[str], Path]) -> list[Path]:
        """Keep what is there; `aside` makes the path that a file of this name is kept at."""
        copies = []
        for end in ("", "-wal", "-shm"):
            file = self._file.with_name(f"{self._file.name}{end}")
            if file.exists():
                copies.append(file.rename(aside(file.name)))
        return copies

    def put(self, file: Path) -> None:
        """Have the rows of this file there, and no others. The file is used up."""
        file.rename(self._file)

    def close(self) -> None:
        """Nothing is open."""


class ServerPlace:
    """The schema on a PostgreSQL server that `RRR_DATABASE_URL` names."""

    def __init__(self, url: str, settings: Settings) -> None:
        self._database = PostgresDatabase(url)
        self._file_name = settings.database.name
        self.name = self._database.name

    def is_taken(self) -> bool:
        with self._database.read() as connection:
            return connection.scalar(select(corpus_tables.projects.c.id).limit(1)) is not None

    def refuse_in_use(self) -> None:
        self._database.refuse_in_use()

    def set_aside(self, aside: Callable[[str], Path]) -> list[Path]:
        if not self.is_taken():
            return []
        copy = aside(self._file_name)
        self._database.copy_to(copy)
        return [copy]

    def put(self, file: Path) -> None:
        source = SqliteDatabase(file)
        try:
            with source.read() as rows, self._database.write() as target:
                metadata.drop_all(target)
                make_tables(target)
                copy_rows(rows, target)
        finally:
            source.close()

    def close(self) -> None:
        self._database.close()


def place_of(settings: Settings) -> FilePlace | ServerPlace:
    """Where a workspace's rows are to be put; the caller closes it."""
    if settings.database_url is None:
        return FilePlace(settings)
    return ServerPlace(settings.database_url, settings)
