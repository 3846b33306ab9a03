"""What a format is, and what is looked at to know a file's format."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

from rrr.errors import DataError
from rrr.formats.encoding import detected_encoding
from rrr.formats.folder import Folder, folder_of
from rrr.formats.json_array import named_items
from rrr.formats.json_entries import entries
from rrr.formats.read_options import Reading
from rrr.formats.source import Source, chunks
from rrr.formats.table import Table

_NUM_LOOKED_AT = 20
_HEAD = 4096
_BINARY = (b"PK\3\4", b"PAR1")


@dataclass(frozen=True)
class Look:
    """The beginning of a file, by which formats know it.

    `ending` is that of its name, in lower case, without that of its packing; `head` its first
    bytes; `objects` the first objects of JSON, one a line or in a list; `named` the first object
    within another. `folder` is set for a folder or an archive of one, and then nothing else.
    """

    ending: str
    head: bytes = b""
    objects: tuple[dict[str, Any], ...] = ()
    named: dict[str, Any] | None = None
    folder: Folder | None = None

    @property
    def is_list(self) -> bool:
        return self.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")

    def some(self, test: Callable[[dict[str, Any]], bool]) -> bool:
        """Whether one of the first objects passes a test."""
        return any(map(test, self.objects))


@dataclass(frozen=True)
class Format:
    """A way to write texts into files, and how it is read.

    Attributes:
        name: what the shell calls it.
        title: what the page calls it.
        endings: of files in it, without a dot.
        fits: whether a file looks like it.
        read: the file as a table; raises DataError where it is not of this format.
        is_text: whether it has an encoding.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    fits: Callable[[Look], bool]
    read: Callable[[str, Source, Reading], Table]
    is_text: bool = True


def ending_of(filename: str) -> str:
    """The ending by which a file is known: that before .gz."""
    path = PurePath(filename.lower())
    return PurePath(path.stem if path.suffix == ".gz" else path.name).suffix.removeprefix(".")


def look_at(filename: str, source: Source, encoding: str | None = None) -> Look:
    """The beginning of a file, as far as it can be read; what is wrong with it is said by the
    format that reads it.

    Raises:
        DataError: if it cannot be opened or unpacked.
    """
    ending = ending_of(filename)
    is_folder = isinstance(source, Path) and source.is_dir()
    if is_folder or ending == "zip":  # else it says what it should be
        folder = folder_of(filename, source)
        if folder is not None:
            return Look(ending, folder=folder)
    head = next(chunks(filename, source, _HEAD), b"")
    if head.startswith(_BINARY) or not head.strip():
        return Look(ending, head)
    try:
        encoding = encoding or detected_encoding(filename, source)
    except DataError:
        return Look(ending, head)
    if not head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith((b"{", b"[")):
        return Look(ending, head)
    objects: list[dict[str, Any]] = []
    with contextlib.suppress(DataError):  # those before the damage tell enough
        for entry in islice(entries(filename, source, encoding), _NUM_LOOKED_AT):
            objects.append(entry.values)
    named = None
    if len(objects) < 2:
        with contextlib.suppress(DataError):
            named = next(named_items(filename, source, encoding), (0, "", None))[2]
    return Look(ending, head, tuple(objects), named)
