"""PostgreSQL: connecting, and the two kinds of transaction.

A workspace is the schema that the address leads to: `public`, or another one with
`?options=-csearch_path%3Dteam`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Semaphore

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, TimeoutError

from rrr.errors import ConfigError, Locked
from rrr.store.copying import copy_rows
from rrr.store.database import BUSY_SECONDS, Database
from rrr.store.postgres_address import APPLICATION, address_of, shown
from rrr.store.postgres_failures import busy, storage_error, without_details
from rrr.store.postgres_sessions import ServerSessions
from rrr.store.sqlite_database import SqliteDatabase
from rrr.store.upgrading import bring_up_to_date

_LOCK_NUMBER = 1_920_103_026
"""Tells our lock from other programs' in the same database; a second number is the schema's."""

_MOST_CONNECTIONS = 20
"""Of one process; a server takes about a hundred."""

_MOST_WRITERS = 4
"""Connections of one process that wait for the lock, so that the next is ready when it is free."""


class PostgresDatabase(Database):
    """A schema on a PostgreSQL server.

    A `read` is REPEATABLE READ and sees one state throughout. A `write` first takes an advisory
    lock, so that there is one writer at a time, as with SQLite; then each statement sees all that
    was committed before. `write` returns when the server has it on its disk. A connection that
    has died is replaced before it is used, so work goes on when a server has come back.

    Raises:
        ConfigError: if the address is none, or the package `psycopg` is missing.
        StorageError: as `Database` says.
    """

    elsewhere = "set RRR_DATABASE_URL to another database"

    def __init__(self, url: str) -> None:
        address = address_of(url)
        self.name = shown(address)
        self._engine = _engine_for(address)
        self.presence = ServerSessions(self._engine, self._in_plain_words)
        self._writing = Semaphore(_MOST_WRITERS)
        try:
            bring_up_to_date(self)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._in_plain_words(), self._engine.connect() as connection:
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        # Most who wait in this process wait without a connection: the server has not many.
        if not self._writing.acquire(timeout=BUSY_SECONDS):
            raise busy(self.name)
        with ExitStack() as lock:
            lock.callback(self._writing.release)
            with self._in_plain_words(), self._engine.connect() as connection:
                with connection.begin():
                    connection.execute(_TAKE_LOCK)
                    yield connection
                lock.close()
                # Others write while the disk does; the server waits once for all who wait now.
                with self._in_plain_words(may_be_stored=True), connection.begin():
                    connection.execute(_TO_THE_DISK)

    def refuse_without_room(self, num_characters: int) -> None:
        """The server does not tell; it refuses when its disk is full, and nothing is lost."""

    def copy_to(self, file: Path) -> None:
        copy = SqliteDatabase(file)
        try:
            with self.read() as source, copy.write() as target:
                copy_rows(source, target)
        finally:
            copy.close()

    def damage(self) -> list[str]:
        """Of a server: whether it is set up so that what it has called stored survives."""
        warnings = []
        with self.read() as connection:
            for setting in ("fsync", "full_page_writes"):
                if connection.scalar(sa.text(f"SHOW {setting}")) != "on":
                    warnings.append(
                        f"{self.name} runs with {setting} = off: what was saved can be lost when "
                        "its power fails. Set it to on in postgresql.conf."
                    )
        return warnings

    def close(self) -> None:
        self.presence.close()
        self._engine.dispose()

    def refuse_in_use(self) -> None:
        """Raise Locked if a program has the database open, this one left out."""
        self.close()
        end = time.monotonic() + _SECONDS_TO_GO
        while True:
            with self.read() as connection:
                if not connection.scalar(_OTHERS):
                    return
            if time.monotonic() > end:
                raise Locked(
                    f"{self.name} is in use. Stop the app and every other command, then restore."
                )
            time.sleep(0.05)

    @contextmanager
    def _in_plain_words(self, may_be_stored: bool = False) -> Iterator[None]:
        """Says in plain words why the server refused, and whether the step is perhaps stored."""
        try:
            yield
        except DBAPIError as error:
            plain = storage_error(self.name, error, may_be_stored)
            raise (plain or without_details(error)) from None  # the server's words quote texts
        except TimeoutError:
            raise busy(self.name) from None


_TAKE_LOCK = sa.text(
    f"SELECT pg_advisory_xact_lock({_LOCK_NUMBER}, hashtext(current_schema())), "
    "set_config('synchronous_commit', 'off', true)"
)
"""The commit that gives the lock back does not wait for the disk, nor need the next writer."""

_TO_THE_DISK = sa.text("SELECT pg_logical_emit_message(true, 'right-reasons', '')")
"""A commit of its own that waits for the disk, which takes all that was committed before along: the
server's log is one sequence."""


_NAME_CONNECTION = (
    f"SELECT set_config('application_name', '{APPLICATION} ' || current_schema(), false)"
)
"""As the server lists it, so that one can see who is at work on which schema."""

_OTHERS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND application_name = current_setting('application_name') AND pid <> pg_backend_pid()"
)

_SECONDS_TO_GO = 5.0
"""Until a connection that was closed is gone from the server's list, at most."""


def _engine_for(address: sa.URL) -> Engine:
    try:
        engine = create_engine(
            address,
            isolation_level="READ COMMITTED",
            hide_parameters=True,
            pool_pre_ping=True,
            pool_use_lifo=True,
            pool_size=_MOST_CONNECTIONS,  # kept: making one takes longer than a save
            max_overflow=0,
            pool_timeout=BUSY_SECONDS,
        )
    except ModuleNotFoundError as error:
        raise ConfigError(
            "RRR_DATABASE_URL names a PostgreSQL server, and the package that speaks to it is not "
            "installed. Run pip install 'right-reasons[postgresql]', or unset RRR_DATABASE_URL to "
            "keep the work in a file."
        ) from error
    # Many rows in one statement: it is faster, and triggers run once for all of them.
    engine.dialect.use_insertmanyvalues_wo_returning = True

    @event.listens_for(engine, "connect")
    def _connected(connection: DBAPIConnection, _: object) -> None:
        connection.cursor().execute(_NAME_CONNECTION)
        connection.commit()

    return engine
