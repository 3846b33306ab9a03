"""Text files, gzipped or not. A small .gz may unpack to far more than a disk holds."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import IO

from rrr.errors import DataError

MAX_RATIO = 10
"""Of unpacked to packed bytes. Words come to 3, vectors in decimal numbers to 5."""
ALWAYS_BYTES = 10_000_000
"""So many are unpacked in any case: short files may repeat themselves."""


def open_text(path: Path, name: str) -> IO[str]:
    """A text file in UTF-8, without its byte-order mark; unpacked if its name ends in .gz.

    Args:
        path: the file.
        name: what it is called in messages.

    Raises:
        OSError: if it cannot be opened.
        DataError: while reading, if more comes out of it than of any text.
    """
    if path.suffix.lower() != ".gz":
        return path.open(encoding="utf-8-sig", newline="\n")
    unpacked = _Bounded(path, name)
    return io.TextIOWrapper(unpacked, encoding="utf-8-sig", newline="\n")


class _Bounded(gzip.GzipFile):
    """Stops unpacking where it would not end."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path, "rb")
        self._called = name
        self._most = ALWAYS_BYTES + MAX_RATIO * path.stat().st_size

    def read1(self, size: int = -1) -> bytes:  # what a text stream reads by
        found = super().read1(size)
        if self.tell() > self._most:
            raise DataError(
                f"{self._called} unpacks to more than {MAX_RATIO} times its size, which no file of "
                "words and numbers does. Take another file, or unpack it yourself."
            )
        return found
