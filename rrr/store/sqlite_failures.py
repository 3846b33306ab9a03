"""Says in plain words why SQLite or the disk refused, and what to do about it.

SQLite's own messages name neither the file nor a remedy; SQLAlchemy's hold what was to be stored.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from rrr.errors import Locked, StorageError
from rrr.store.database import BUSY_SECONDS
from rrr.store.disk_space import disk_full, is_full


def storage_error(path: Path, error: BaseException | None) -> StorageError | None:
    """What to tell about an error of SQLite.

    Args:
        path: the database file.
        error: what was raised.

    Returns:
        None if the error is neither the file's nor the disk's: then it is the program's own.
    """
    if not isinstance(error, sqlite3.Error):
        return None
    match _code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Locked(
                f"Another program has been writing to {path} for more than {BUSY_SECONDS:g} "
                "seconds, so nothing was saved. Wait until it has finished, then try again. "
                "Leave the file where it is."
            )
        case sqlite3.SQLITE_FULL:
            return disk_full(path)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_READONLY if is_full(
            path
        ):
            return disk_full(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StorageError(
                f"{path} or its folder is read-only, so nothing was saved. Allow yourself to "
                "write there, or set RRR_WORKSPACE to another folder."
            )
        case sqlite3.SQLITE_CANTOPEN:
            return StorageError(
                f"{path} cannot be opened. Check that its folder exists and that you may read "
                "and write there, or set RRR_WORKSPACE to another folder."
            )
        case sqlite3.SQLITE_CORRUPT:
            return StorageError(
                f"{path} is damaged. Stop the app and bring a backup back with “rrr restore”. "
                "Keep the damaged file: some of it may still be readable."
            )
        case sqlite3.SQLITE_NOTADB:
            return StorageError(
                f"{path} is not a Right Reasons database, or its beginning is damaged. If it was "
                "one, bring a backup back with “rrr restore”. If not, move the file away, or set "
                "RRR_WORKSPACE to another folder."
            )
        case sqlite3.SQLITE_IOERR:
            return StorageError(
                f"The disk reports an error at {path}, so nothing was saved. Check the disk, and "
                "that the folder is still there; then try again."
            )
    return None


def lost(name: Path, rescued: Path | None) -> StorageError:
    """What to tell when the database was taken away while it was open.

    Args:
        name: the file that is not what it was.
        rescued: where a copy of all that was saved lies, if one could be made.
    """
    remedy = (
        f"What had been saved is in {rescued}: stop the app, then run “rrr restore {rescued}”."
        if rescued
        else "Stop the app, put the file back or restore a backup, and start again."
    )
    return StorageError(
        f"{name} was deleted, moved or replaced while it was in use, so nothing is saved any "
        f"more. {remedy}"
    )


def overwritten(name: Path) -> StorageError:
    """What to tell when another file's content was written into the database while it was open."""
    return StorageError(
        f"{name} was written over with another file while it was in use, so nothing is saved any "
        "more. Stop the app, then bring a backup back with “rrr restore FILE --replace”; what lies "
        "there now is kept beside it."
    )


def is_without_room(error: sqlite3.Error) -> bool:
    """Whether the database could perhaps still be read by someone who writes no files beside it."""
    return _code(error) in (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
    )


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection holds the lock."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF  # higher bits tell kinds of it apart
