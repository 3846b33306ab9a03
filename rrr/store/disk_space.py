"""Whether a disk has room, and what to tell where it has none."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from rrr.errors import StorageError

_BYTES_PER_CHARACTER = 16
_LEFT_FOR_MARKS = 2_000_000
"""Free bytes that an import leaves."""

_ALMOST_NOTHING = 1_000_000
"""Free bytes under which an error of the disk is taken for a full disk."""


def disk_full(path: Path) -> StorageError:
    return StorageError(
        f"The disk that holds {path} is full, so nothing more can be saved there. "
        "Free some space, then try again. What was saved before is safe and can be read."
    )


def refuse_without_room(path: Path, num_characters: int) -> None:
    """Raise StorageError if this many characters would fill the disk.

    They take room for themselves, their words and the log, and must leave some: a disk that is full
    to the brim can neither store a mark nor delete what was imported in vain.
    """
    needed = _BYTES_PER_CHARACTER * num_characters + _LEFT_FOR_MARKS
    if shutil.disk_usage(path.parent).free < needed:
        raise disk_full(path)


def is_about_space(error: BaseException, path: Path) -> bool:
    """Whether an error on writing somewhere beside `path` means that the disk is full."""
    if not isinstance(error, OSError):
        return False
    return error.errno in (errno.ENOSPC, errno.EDQUOT) or is_full(path)


def is_full(path: Path) -> bool:
    """Whether the disk that holds a file has next to nothing left."""
    try:
        return shutil.disk_usage(path.parent).free < _ALMOST_NOTHING
    except OSError:
        return False
