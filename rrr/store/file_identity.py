"""Notices that the database was deleted, replaced or overwritten while it is open.

An open file outlives its name: without this, saves would go on into a file that nobody finds again.
The check takes two looks at each of two names, some microseconds. What it cannot notice is another
database of at least the same size written over this one, in place.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import NamedTuple


class FileGone(Exception):
    """The names no longer lead to the files that are open; `path` is the first that does not."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class _File(NamedTuple):
    """Which file a name leads to, and its size in bytes."""

    device: int
    number: int
    size: int


class FileIdentity:
    """Which files the database and its write-ahead log were when they were opened."""

    is_made = False
    """Whether the database is there with its tables, so that nobody is to make it."""

    def __init__(self, path: Path) -> None:
        self._names = (path, path.with_name(f"{path.name}-wal"))
        self._opened: dict[Path, _File] = {}
        self._lock = Lock()

    def note(self) -> None:
        """A connection has been opened: the first one tells which files are meant.

        Raises:
            FileGone: if it has opened other files than the connections before.
        """
        with self._lock:
            if not self._opened:
                self._opened = {name: file for name in self._names if (file := _file(name))}
        self.check()

    def check(self) -> None:
        """Raises FileGone unless both names still lead to what was opened, and neither file has
        become smaller, which no writer of this program makes it while it is open."""
        with self._lock:
            for name, was in self._opened.items():
                found = _file(name)
                if found is None or found[:2] != was[:2] or found.size < was.size:
                    raise FileGone(name)
                self._opened[name] = found

    def forget(self) -> None:
        """All connections are closed: whatever is opened next is meant."""
        with self._lock:
            self._opened = {}


def _file(name: Path) -> _File | None:
    try:
        found = name.stat()
    except FileNotFoundError:
        return None
    return _File(found.st_dev, found.st_ino, found.st_size)
