"""Gzipped files. A small .gz may unpack to far more than a disk holds."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO

from rrr.errors import DataError

MAX_RATIO = 10
"""Of unpacked to packed bytes in word vectors. Words come to 3, vectors in decimal numbers to 5."""
MAX_TABLE_RATIO = 100
"""In tables of texts, where names and whole rows repeat. A file of one letter comes to 1,000."""
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
    unpacked = BoundedGzip(path.open("rb"), path.stat().st_size, name, MAX_RATIO)
    return io.TextIOWrapper(unpacked, encoding="utf-8-sig", newline="\n")


class BoundedGzip(gzip.GzipFile):
    """Stops unpacking where it would not end.

    Args:
        packed: the packed bytes; closed with this.
        packed_size: how many there are.
        name: of the file in messages.
        max_ratio: of unpacked to packed bytes.
    """

    def __init__(self, packed: BinaryIO, packed_size: int, name: str, max_ratio: int) -> None:
        super().__init__(fileobj=packed, mode="rb")
        self._packed, self._called, self._max_ratio = packed, name, max_ratio
        self._most = ALWAYS_BYTES + max_ratio * packed_size

    def read(self, size: int | None = -1) -> bytes:
        return self._bounded(super().read, self._most + 1 if size is None or size < 0 else size)

    def read1(self, size: int = -1) -> bytes:  # what a text stream reads by
        return self._bounded(super().read1, size)

    def close(self) -> None:
        super().close()
        self._packed.close()

    def _bounded(self, read: Callable[[int], bytes], size: int) -> bytes:
        try:
            chunk = read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise DataError(
                f"{self._called} is damaged and cannot be unpacked to its end. Take another copy "
                "of it."
            ) from error
        if self.tell() > self._most:
            raise DataError(
                f"{self._called} unpacks to more than {self._max_ratio} times its size, which no "
                "file of words and numbers does. Take another file, or unpack it yourself."
            )
        return chunk
