"""What all queries stand on: two kinds of transaction, whichever database keeps the rows.

`rrr.store.opening` chooses between `sqlite_database` and `postgres_database`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection

from rrr.errors import NotFound
from rrr.store.presence import Presence

BUSY_SECONDS = 30.0
"""How long a writer waits for another one before it gives up."""


def no_such_number() -> NotFound:
    """What to tell of a number that no column can hold."""
    return NotFound(
        "There is no project, sentence or run with so large a number. Choose one of those that are "
        "listed."
    )


class Database(ABC):
    """The rows of one workspace, safe to share between threads and with other processes.

    Opening brings the tables up to date, and makes them where there are none. Readers never wait
    for writers; writers go one after another. What a `write()` block has left is on the disk.

    Raises:
        StorageError: from opening and from every `read` and `write`, if the database cannot be
            reached, is locked, damaged or of a newer version, or has no room. Nothing was changed.
        NotFound: from `read` and `write`, if something is asked for by a number beyond 64 bits.
    """

    name: str
    """What messages call it: the file's path, or the server's address without the password."""

    elsewhere: str
    """What to do to keep the work in another one."""

    presence: Presence
    """Which processes that work on it live."""

    @abstractmethod
    def read(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of the database throughout."""

    @abstractmethod
    def write(self) -> AbstractContextManager[Connection]:
        """A transaction that holds the write lock from its start; commits unless it raises.

        Whatever is read inside stays true until the commit, so checks and writes belong together.
        """

    @abstractmethod
    def refuse_without_room(self, num_characters: int) -> None:
        """Raise StorageError if so many characters would fill the disk, as far as can be told."""

    @abstractmethod
    def copy_to(self, file: Path) -> None:
        """Write all rows, as they are at this moment, into a new SQLite file; others may go on
        saving."""

    @abstractmethod
    def damage(self) -> list[str]:
        """What is wrong with the database itself, one sentence each, with the remedy. Looks at all
        of it, which can take a minute."""

    def keep_before_upgrade(self, connection: Connection, version: str) -> Path | None:
        """Keep what is there before an upgrade changes it; returns where, None if that is the
        owner's task.

        Args:
            connection: has the write lock.
            version: of the tables as they are.
        """
        return None

    @abstractmethod
    def close(self) -> None:
        """Close all connections that are not in use. It opens again when it is asked."""
