"""The models in a project's file: `models/run-7/` for run 7. Nothing of another name is taken."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import IO

from rrr.errors import DataError
from rrr.formats.archive_errors import broken, too_large
from rrr.formats.folder import Folder
from rrr.formats.source import open_bytes
from rrr.unpacking import ALWAYS_BYTES

_MODEL_FILE = re.compile(
    r"models/run-([1-9][0-9]{0,17})/(classifier\.keras|checkpoint\.json|measured-[0-9a-f]{16}\.npz)"
)
_MAX_MODEL = 2_000_000_000
_MAX_INNER_RATIO = 100
"""Bytes; and how far a model's own archive may unpack."""


def write_model(archive: zipfile.ZipFile, number: int, folder: Path) -> None:
    """Put the files of a run's model, which lie in a folder, into a project's file."""
    for file in sorted(folder.iterdir()):
        name = f"models/run-{number}/{file.name}"
        if _MODEL_FILE.fullmatch(name) and file.is_file() and not file.is_symlink():
            archive.write(file, name)


def unpack_model(archive: Folder, number: int, folder: Path) -> None:
    """Write the files of a run's model into a folder that is there.

    Raises:
        DataError: if they are not there, too large, or archives that unpack without end.
    """
    prefix = f"models/run-{number}/"
    names = [name for name in archive.names if _MODEL_FILE.fullmatch(name)]
    names = [name for name in names if name.startswith(prefix)]
    if not {f"{prefix}classifier.keras", f"{prefix}checkpoint.json"} <= set(names):
        raise broken(archive.called(prefix), "no model")
    for name in names:
        target = folder / name.removeprefix(prefix)
        with (
            open_bytes(archive.called(name), archive.source(name)) as stream,
            target.open("wb") as out,
        ):
            shutil.copyfileobj(_Bounded(stream, too_large(archive.called(name))), out)
        if target.suffix != ".json" and not _is_harmless(target):
            raise too_large(archive.called(name))


class _Bounded:
    """Bytes, as long as there are no more than a model has."""

    def __init__(self, stream: IO[bytes], error: DataError) -> None:
        self._stream, self._error, self._left = stream, error, _MAX_MODEL

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(size)
        self._left -= len(content)
        if self._left < 0:
            raise self._error
        return content


def _is_harmless(path: Path) -> bool:
    """Whether an archive of weights or arrays is one, and unpacks to a bounded size."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return size <= ALWAYS_BYTES + _MAX_INNER_RATIO * path.stat().st_size
