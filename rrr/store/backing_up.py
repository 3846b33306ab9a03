"""Finding out whether a copy of a database is whole, and whether a database is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from rrr.errors import Locked, NewerVersion, StorageError
from rrr.store.sqlite_database import SqliteDatabase


def check(path: Path, name: str) -> None:
    """Bring a copy up to date.

    Args:
        path: where it is.
        name: what people call it.

    Raises:
        StorageError: unless it is a whole database of this program, of this or an earlier version.
    """
    ours = True
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict == "ok" and copy.execute("PRAGMA foreign_key_check").fetchone():
                verdict = "rows refer to rows that are not there"
            tables = {table for (table,) in copy.execute("SELECT name FROM sqlite_master")}
            ours = {"alembic_version", "projects", "examples"} <= tables
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict != "ok":
        raise StorageError(
            f"{name} is damaged ({verdict.splitlines()[-1][:100]}), so it was not restored. "
            "Choose another backup."
        )
    if not ours:
        raise StorageError(
            f"{name} is no database of Right Reasons, so it was not restored. Choose a file that "
            "“rrr backup” has written, or a database that was rescued."
        )
    try:
        SqliteDatabase(path).close()
    except NewerVersion as error:
        raise StorageError(
            f"{name} was made by a newer version of Right Reasons, so it was not restored. Update "
            "the program, then restore it again."
        ) from error


def refuse_in_use(path: Path) -> None:
    """Raises Locked if any program has the database open, this one included."""
    with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Locked(
                f"{path} is in use. Stop the app and every other command, then restore."
            ) from error
        except sqlite3.DatabaseError:  # damaged: that is why it is to be replaced
            pass
