"""Gzipped files, read while they are unpacked. Nothing is unpacked onto the disk."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from rrr.errors import DataError
from rrr.formats.source import Packed, Source, open_bytes
from rrr.unpacking import MAX_TABLE_RATIO, BoundedGzip

_GZIP = b"\x1f\x8b"
_MAX_SEEKABLE = 500_000_000
"""Bytes of a gzipped workbook or Parquet table, which is unpacked into memory."""


@dataclass(frozen=True)
class Gzipped(Packed):
    """A gzipped file, unpacked within the bounds of `rrr.unpacking`."""

    packed: bytes | Path

    def open(self, filename: str) -> BinaryIO:
        size = len(self.packed) if isinstance(self.packed, bytes) else os.stat(self.packed).st_size
        stream = open_bytes(filename, self.packed)
        return cast(BinaryIO, BoundedGzip(stream, size, filename, MAX_TABLE_RATIO))


def unpacked(filename: str, source: Source) -> Source:
    """What is read for a file: its unpacked bytes, if it is gzipped.

    Raises:
        DataError: if the file cannot be opened.
    """
    if isinstance(source, Packed) or (isinstance(source, Path) and source.is_dir()):
        return source
    with open_bytes(filename, source) as stream:
        return Gzipped(source) if stream.read(len(_GZIP)) == _GZIP else source


@contextmanager
def seekable(filename: str, source: Source) -> Iterator[BinaryIO]:
    """The bytes of a file that is not read from its beginning to its end.

    Memory: none for a file on the disk; the whole of it for a packed one.

    Raises:
        DataError: if it cannot be opened, or is packed and too large.
    """
    with open_bytes(filename, source) as stream:
        if not isinstance(source, Packed):
            yield stream
            return
        content = stream.read(_MAX_SEEKABLE + 1)
    if len(content) > _MAX_SEEKABLE:
        raise DataError(
            f"{filename} unpacks to more than {_MAX_SEEKABLE:,} bytes, too many for a file of this "
            "kind in one piece. Unpack it yourself, and import what comes out."
        )
    yield io.BytesIO(content)
