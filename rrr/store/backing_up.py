"""Copying a database while it is in use, and finding out whether a copy is whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from rrr.errors import Locked, StorageError
from rrr.store.database import Database, copy_connected


def copy_to(database: Database, copy: Path) -> None:
    """Write the database, as it is at this moment, into a new file; others may go on saving."""
    with database.read() as connection:
        copy_connected(connection, copy)


def check(path: Path) -> None:
    """Raises StorageError unless the file is a whole database of this program."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
            if found == "ok" and copy.execute("PRAGMA foreign_key_check").fetchone():
                found = "rows refer to rows that are not there"
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise StorageError(
            f"{path.name} is damaged ({found.splitlines()[-1][:100]}), so it was not restored. "
            "Choose another backup."
        )
    Database(path).close()  # refuses a newer version's and another program's, and upgrades it


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
