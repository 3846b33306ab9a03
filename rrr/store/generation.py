"""How often a database has been written to, counted in its header.

A file that is written over in place keeps its name and number, and what SQLite remembers of it
would hide the change. So each writing transaction adds 1 to the header's `user_version`, and what
the file itself says is compared with that: an older copy lags behind. The count begins at a random
number, so that another database's is another one.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

_FIRST = 2**30
"""The count begins below; a header holds numbers below 2^31."""


def generation_of(connection: Connection) -> int:
    """As the transaction sees it. 0: made before there was a count, or empty."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def raise_generation(connection: Connection) -> int:
    """Count this transaction, which must hold the write lock; returns its generation."""
    next_one = (generation_of(connection) or random.randrange(1, _FIRST)) + 1
    connection.exec_driver_sql(f"PRAGMA user_version = {next_one}")
    return next_one


def generation_in_file(path: Path) -> int | None:
    """As the file has it, without what is still in the log; None if it is no whole database.

    Through SQLite, as closing a file of one's own would let go of SQLite's locks on it.
    """
    try:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            # Bears a file that is still growing, while another program brings the log into it.
            connection.execute("PRAGMA writable_schema = ON")
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error:
        return None
