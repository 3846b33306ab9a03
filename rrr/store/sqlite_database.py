"""The SQLite file: opening, bringing up to date, and the two kinds of transaction."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import cast

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from rrr.errors import StorageError
from rrr.store.database import BUSY_SECONDS, Database, no_such_number
from rrr.store.disk_space import refuse_without_room
from rrr.store.file_identity import FileGone, FileIdentity
from rrr.store.generation import generation_of, raise_generation
from rrr.store.lock_files import LockFiles
from rrr.store.sqlite_failures import (
    is_busy,
    is_without_room,
    lost,
    overwritten,
    storage_error,
)
from rrr.store.upgrading import bring_up_to_date

_COPIES_KEPT = 3
"""Made before upgrades."""

_SECONDS_BETWEEN_LOOKS = 0.001, 0.01
"""At random between these, for a lock."""


class SqliteDatabase(Database):
    """One SQLite file.

    Opening makes the folder and the file. Readers see the state of the moment they began
    (write-ahead log). What a `write()` block has left is on the disk also if the power fails
    (synchronous = FULL). On a full or read-only disk it can still be read.

    Raises:
        StorageError: as `Database` says; also from `write` if the file is gone or written over.
    """

    elsewhere = "set RRR_WORKSPACE to another folder"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self.presence = LockFiles(path.parent / "workers")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._identity = FileIdentity(path)
        self._engine = _engine_for(path, self._identity)
        self._lost: StorageError | None = None
        self._rescuing = Lock()
        try:
            if bring_up_to_date(self):
                self.bring_log_in()  # from now on the file itself tells whose it is
            self._identity.is_made = True
        except BaseException:
            self.close()
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._connected() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self._connected() as connection:
            connection.execution_options(begin_mode="IMMEDIATE")
            try:
                self._identity.check()
                with connection.begin():
                    self._identity.check_content(generation_of(connection))
                    before, generation = _num_changes(connection), 0
                    yield connection
                    if _num_changes(connection) != before:
                        generation = raise_generation(connection)
                self._identity.note_generation(generation)
                self._identity.check()  # else it went into a file that nobody will find
                self._identity.check_content()
            except FileGone as gone:
                with self._rescuing:
                    self._lost = self._lost or self._loss(gone, connection)
                raise self._lost from None

    def _loss(self, gone: FileGone, connection: Connection | None) -> StorageError:
        """What to tell, after what a connection still has open was rescued."""
        if gone.is_overwritten:  # what the connection sees is made of both
            return overwritten(gone.path)
        return lost(gone.path, _rescued(connection, self.path) if connection else None)

    def refuse_without_room(self, num_characters: int) -> None:
        refuse_without_room(self.path, num_characters)

    def copy_to(self, file: Path) -> None:
        with self.read() as connection:
            _copy_connected(connection, file)

    def damage(self) -> list[str]:
        with self.read() as connection:
            words = _driver_of(connection).execute("PRAGMA integrity_check").fetchall()
        if words == [("ok",)]:
            return []
        return [
            f"{self.path} is damaged (SQLite says: {words[0][0].splitlines()[-1][:100]}). Stop the "
            "app and bring a backup back with “rrr restore”. Keep the damaged file."
        ]

    def keep_before_upgrade(self, connection: Connection, version: str) -> Path:
        """Copy the file, beside it; of these copies the last three are kept."""
        copies = f"{self.path.stem}.before-upgrade-*{self.path.suffix}"
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
        copy = self.path.with_name(copies.replace("*", f"{stamp}-from-{version}"))
        try:
            # Through a connection of its own: one that holds the write lock cannot be copied from.
            address = f"{self.path.absolute().as_uri()}?mode=ro"
            with (
                closing(sqlite3.connect(address, uri=True)) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
        except (sqlite3.Error, OSError) as error:
            copy.unlink(missing_ok=True)
            raise StorageError(
                f"{self.path} is of an older version, and no copy of it could be made before it is "
                f"brought up to date ({error}), so it was left as it is. Free some space on its "
                "disk, then start again."
            ) from error
        for old in sorted(self.path.parent.glob(copies))[:-_COPIES_KEPT]:
            old.unlink()
        return copy

    def bring_log_in(self) -> None:
        """Have the one file hold what was written, unless others still read an older state."""
        with self._connected() as connection:
            _driver_of(connection).execute("PRAGMA wal_checkpoint")
            self._identity.check_content()

    def close(self) -> None:
        """The last connection to be closed, of all processes, leaves everything in the one file."""
        self._engine.dispose()
        self._identity.forget()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        if self._lost is not None:
            raise self._lost
        try:
            with self._engine.connect() as connection:
                try:
                    yield connection
                finally:
                    if isinstance(connection.connection.dbapi_connection, _ReadsOnly):
                        connection.invalidate()  # there may be room for a usual one next time
        except FileGone as gone:
            raise self._loss(gone, None) from None
        except OverflowError as error:
            if "SQLite" not in str(error):
                raise
            raise no_such_number() from None
        except (DBAPIError, sqlite3.Error) as error:
            plain = storage_error(self.path, error.orig if isinstance(error, DBAPIError) else error)
            if plain is None:
                raise
            raise plain from None  # what SQLAlchemy says shows the statement, that is, sentences


class _ReadsOnly(sqlite3.Connection):
    """A connection that needs no other files beside the database, and cannot write."""


def _engine_for(path: Path, identity: FileIdentity) -> Engine:
    address = path.absolute().as_uri()

    def connect() -> sqlite3.Connection:
        mode = "rw" if identity.is_made else "rwc"  # one that was deleted is not made anew, empty
        connection = sqlite3.connect(
            f"{address}?mode={mode}", uri=True, timeout=0, check_same_thread=False
        )
        try:
            connection.isolation_level = None  # the driver's BEGIN comes too late and is deferred
            # Of several that open a new file at once, SQLite refuses some without having waited.
            _when_free(connection, "PRAGMA journal_mode = WAL")
            for pragma in ("synchronous = FULL", "foreign_keys = ON"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("PRAGMA schema_version").fetchone()  # the log is there from now on
            identity.note()
        except BaseException:
            connection.close()
            raise
        return connection

    def connect_or_only_read() -> sqlite3.Connection:
        try:
            return connect()
        except sqlite3.OperationalError as error:
            # A full or read-only disk has no room for the files that writers share with readers.
            if not is_without_room(error) or not _is_whole(path):
                raise
            return sqlite3.connect(
                f"{address}?mode=ro&immutable=1",
                uri=True,
                factory=_ReadsOnly,
                isolation_level=None,
                check_same_thread=False,
            )

    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=connect_or_only_read,
        max_overflow=-1,  # writers wait for the lock, and must not keep readers from connecting
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("begin_mode") == "IMMEDIATE":
            _when_free(_driver_of(connection), "BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("BEGIN DEFERRED")

    return engine


def _when_free(driver: sqlite3.Connection, statement: str) -> None:
    """Execute what needs a lock, or wait for it as long as all others do.

    SQLite itself looks the less often, the longer somebody has waited, so newcomers get in first:
    of fifty writers some waited for seconds, and on a busy machine until they gave up.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                driver.execute(statement)
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() > deadline:
                    raise
                time.sleep(random.uniform(*_SECONDS_BETWEEN_LOOKS))
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout = {round(BUSY_SECONDS * 1000)}")


def _is_whole(path: Path) -> bool:
    """Whether the file alone holds everything, as after a clean end."""
    log = path.with_name(f"{path.name}-wal")
    return path.is_file() and not (log.exists() and log.stat().st_size)


def _num_changes(connection: Connection) -> int:
    """Rows inserted, changed or deleted since the connection was opened."""
    return _driver_of(connection).total_changes


def _driver_of(connection: Connection) -> sqlite3.Connection:
    return cast(sqlite3.Connection, connection.connection.dbapi_connection)


def _copy_connected(connection: Connection, copy: Path) -> None:
    """Write what a connection sees into a new database file."""
    with closing(sqlite3.connect(copy)) as target:
        _driver_of(connection).backup(target)


def _rescued(connection: Connection, path: Path) -> Path | None:
    """Copy what is still open, though its name is gone, into a new file beside it."""
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    copy = path.with_name(f"{path.stem}.rescued-{stamp}{path.suffix}")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        _copy_connected(connection, copy)
    except (sqlite3.Error, OSError):
        return None
    return copy
