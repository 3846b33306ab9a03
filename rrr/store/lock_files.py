"""Which processes live, where they share a folder: each holds a lock on a file of its own."""

from __future__ import annotations

import re
import threading
from pathlib import Path

from filelock import FileLock, Timeout

from rrr.store.presence import Presence

_held: dict[Path, FileLock] = {}
"""The lock files of this process: one for each name and workspace."""
_holding = threading.Lock()
_NAME = re.compile(r"[A-Za-z0-9-]+")


class LockFiles(Presence):
    """The operating system gives a lock back when its process ends.

    Args:
        folder: of the lock files; made when the first process announces itself.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    def announce(self, name: str) -> None:
        file = self._file(name)
        with _holding:
            if file not in _held:
                self._folder.mkdir(exist_ok=True)
                lock = FileLock(file, thread_local=False)
                lock.acquire()
                _held[file] = lock

    def withdraw(self, name: str) -> None:
        if not _NAME.fullmatch(name):  # names of the dead come from the database: no paths
            return
        file = self._file(name)
        with _holding:
            if lock := _held.pop(file, None):
                lock.release()
        file.unlink(missing_ok=True)

    def alive(self) -> set[str]:
        return {file.stem for file in self._folder.glob("*.lock") if _is_held(file)}

    def close(self) -> None:
        """A lock file is none of the database's."""

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.lock"


def _is_held(file: Path) -> bool:
    if file in _held:
        return True
    try:
        with FileLock(file, thread_local=False).acquire(blocking=False):
            return False
    except Timeout:
        return True
    except OSError:  # the folder has gone
        return False
