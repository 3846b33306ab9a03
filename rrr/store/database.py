"""The SQLite file: opening, migrating, and the two kinds of transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from rrr.errors import DataError

BUSY_SECONDS = 30.0
"""How long a writer waits for another one before it gives up."""


class Database:
    """One SQLite file, safe to share between threads and with other processes.

    Opening makes the folder and the file, and brings the tables up to date. Readers see the state
    of the moment they began and never wait (write-ahead log); writers go one after another. What a
    `write()` block has left is on the disk (synchronous = FULL), also if the power fails.

    Raises:
        DataError: if the file is no such database, or one of a newer version of this program.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = _engine_for(path)
        try:
            self._migrate()
        except CommandError as error:
            self.close()
            raise DataError(
                f"{path} was made by a newer version of Right Reasons. "
                "Update the program, or set RRR_WORKSPACE to another folder."
            ) from error
        except DatabaseError as error:
            self.close()
            raise DataError(
                f"{path} cannot be opened as a Right Reasons database ({error.orig}). "
                "Move the file away, or set RRR_WORKSPACE to another folder."
            ) from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its start; commits unless it raises.

        Whatever is read inside stays true until the commit, so checks and writes belong together.
        """
        with self._engine.connect() as connection:
            connection.execution_options(begin_mode="IMMEDIATE")
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._engine.dispose()

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", "rrr.store:migrations")
        with self.write() as connection:  # a second process waits here and finds the work done
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _engine_for(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late and is deferred
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("begin_mode", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine
