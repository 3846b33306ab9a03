"""Notices that the database was deleted, replaced or overwritten while it is open.

An open file outlives its name: without this, saves would go on into a file that nobody finds again.
The check takes two looks at each of two names and one into the file, a tenth of a millisecond.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import NamedTuple

from rrr.store.generation import generation_in_file


class FileGone(Exception):
    """The names no longer lead to the files that are open; `path` is the first that does not.

    `is_overwritten`: it is the file that was open, but another one's content was written into it.
    """

    def __init__(self, path: Path, is_overwritten: bool = False) -> None:
        super().__init__(str(path))
        self.path = path
        self.is_overwritten = is_overwritten


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
        self._path = path
        self._names = (path, path.with_name(f"{path.name}-wal"))
        self._opened: dict[Path, _File] = {}
        self._generation = 0  # the last one that the file was seen to have
        self._newest = 0  # the last one that a transaction saw, or made
        self._lock = Lock()

    def note(self) -> None:
        """A connection has been opened: the first one tells which files are meant.

        Raises:
            FileGone: if it has opened other files than the connections before.
        """
        with self._lock:
            if not self._opened:
                self._opened = {name: file for name in self._names if (file := _file(name))}
                self._generation = generation_in_file(self._path) or 0
        self.check()

    def check(self) -> None:
        """Raises FileGone unless both names still lead to what was opened, and neither file has
        become smaller, which no writer of this program makes it while it is open. Other programs
        empty the log once they have brought all of it into the database."""
        with self._lock:
            for name, opened in self._opened.items():
                current = _file(name)
                if current is None or current[:2] != opened[:2]:
                    raise FileGone(name)
                if current.size < opened.size and not self._is_emptied_log(name, current):
                    raise FileGone(name, is_overwritten=True)
                self._opened[name] = current

    def check_content(self, newest: int | None = None) -> None:
        """Raises FileGone if another database's content, or an older one's, is in the file.

        The file's generation is the one of the last time that the log was brought into it.

        Args:
            newest: the generation that a transaction with the write lock sees. It is read from the
                log, so that another file's is known by being larger.
        """
        with self._lock:
            in_file = generation_in_file(self._path)
            if in_file is None or in_file < self._generation:
                raise FileGone(self._path, is_overwritten=True)
            if newest is not None and in_file > newest:
                raise FileGone(self._path, is_overwritten=True)
            self._generation = in_file
            self._newest = max(self._newest, newest or 0)

    def note_generation(self, newest: int) -> None:
        """A transaction has made this generation."""
        with self._lock:
            self._newest = max(self._newest, newest)

    def _is_emptied_log(self, name: Path, file: _File) -> bool:
        if name == self._path or file.size:
            return False
        return (generation_in_file(self._path) or 0) >= self._newest

    def forget(self) -> None:
        """All connections are closed: whatever is opened next is meant."""
        with self._lock:
            self._opened = {}
            self._newest = 0


def _file(name: Path) -> _File | None:
    try:
        status = name.stat()
    except FileNotFoundError:
        return None
    return _File(status.st_dev, status.st_ino, status.st_size)
