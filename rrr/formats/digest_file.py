"""Digests of texts, each with a number, on the disk: memory does not grow with how many there are.

Digests are spread evenly. So they are read back in their order part by part, each part sorted for
itself: first those with the lowest first bytes.
"""

from __future__ import annotations

import struct
import weakref
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rrr.errors import DataError

DIGEST_BYTES = 16
_RECORD = np.dtype([("digest", f"S{DIGEST_BYTES}"), ("number", "<u4")])
_PACKED = struct.Struct(f"<{DIGEST_BYTES}sI")
_PART = 50_000
"""Records that are sorted at once, about."""
_READ = _RECORD.itemsize * _PART
_IN_MEMORY = 2 * _READ
"""Bytes; what is shorter never reaches the disk."""


class Part(NamedTuple):
    """Different digests, ascending; `numbers[starts[n]:starts[n + 1]]` are those of the n-th."""

    digests: NDArray[np.bytes_]
    starts: NDArray[np.intp]
    numbers: NDArray[np.uint32]


class DigestFile:
    """Takes digests one after another, and gives them back in their order."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._num_records = 0

    def add(self, digest: bytes, number: int) -> None:
        """Keep a digest of `DIGEST_BYTES` bytes.

        Raises:
            DataError: if the disk has no room for it.
        """
        try:
            self._file.write(_PACKED.pack(digest, number))
        except OSError as error:
            raise DataError(
                "The folder for temporary files has no room left, where an import keeps a hash of "
                "each text. Make room there, or name another folder as TMPDIR."
            ) from error
        self._num_records += 1

    def parts(self) -> Iterator[Part]:
        """All that was added; the parts follow each other in the order of their digests."""
        num_parts = 1 + self._num_records // _PART
        for number in range(num_parts):
            records = np.concatenate([_of_part(each, number, num_parts) for each in self._pieces()])
            if len(records):
                records = records[np.argsort(records["digest"], kind="stable")]
                digests = records["digest"]
                starts = np.flatnonzero(np.append(True, digests[1:] != digests[:-1]))
                yield Part(digests[starts], starts, records["number"])

    def _pieces(self) -> Iterator[NDArray[np.void]]:
        yield np.empty(0, _RECORD)
        self._file.seek(0)
        while content := self._file.read(_READ):
            yield np.frombuffer(content, _RECORD)  # to the end, where the next digest is added


def _of_part(records: NDArray[np.void], number: int, num_parts: int) -> NDArray[np.void]:
    octets = records.view(np.uint8).reshape(-1, _RECORD.itemsize)
    begins = octets[:, 0].astype(np.uint64) * 256 + octets[:, 1]  # 0 to 65,535
    return records[begins * num_parts // 65_536 == number]


def digest_at(part: Part, place: int) -> bytes:
    """A digest with all its bytes, of which numpy leaves out zeros at the end."""
    return bytes(part.digests[place]).ljust(DIGEST_BYTES, b"\0")
