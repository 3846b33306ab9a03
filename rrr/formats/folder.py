"""Several files that make one corpus: a folder on the disk, or a ZIP archive of one.

An archive's files are found by their names and read within it. No name becomes a path, so none can
lead out of the archive.
"""

from __future__ import annotations

import io
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from rrr.errors import DataError
from rrr.formats.names import listed, shortened
from rrr.formats.source import Packed, Source, open_bytes
from rrr.unpacking import ALWAYS_BYTES, MAX_TABLE_RATIO

MAX_FILES = 200_000
_ZIP = b"PK\3\4"
_DEPTH = 3
"""So many folders deep files are looked for."""


class Folder(ABC):
    """Files by their names within a folder, parted by slashes.

    Attributes:
        filename: what the whole is called in messages.
        names: of the files, in alphabetical order.
    """

    filename: str
    names: tuple[str, ...]

    @abstractmethod
    def source(self, name: str) -> Source:
        """What a file is read from."""

    def called(self, name: str) -> str:
        """What a file of it is called in messages."""
        return f"{self.filename}/{shortened(name)}"

    def needed(self, name: str) -> Source:
        """The same, for a file without which it cannot be read.

        Raises:
            DataError: if there is none of this name.
        """
        if name not in self.names:
            raise DataError(
                f"{self.filename} has no file {name}. Received: {listed(self.names)}. Add it, or "
                "choose another format."
            )
        return self.source(name)


class DiskFolder(Folder):
    """A folder on the disk; links in it are not followed."""

    def __init__(self, filename: str, path: Path) -> None:
        self.filename, self._path = filename, path
        names: list[str] = []
        for depth in range(_DEPTH):
            for file in path.glob("/".join("*" * (depth + 1))):
                if file.is_file() and not file.is_symlink():
                    names.append(file.relative_to(path).as_posix())
                _refuse_many(filename, len(names))
        self.names = tuple(sorted(names))

    def source(self, name: str) -> Source:
        return self._path / name


class ZipFolder(Folder):
    """A ZIP archive. If all its files lie in one folder, that is what it holds."""

    def __init__(self, filename: str, archive: bytes | Path) -> None:
        self.filename, self._archive = filename, archive
        with _opened(filename, archive) as opened:
            infos = [info for info in opened.infolist() if not info.is_dir()]
        _refuse_many(filename, len(infos))
        for info in infos:
            if info.file_size > ALWAYS_BYTES + MAX_TABLE_RATIO * info.compress_size:
                raise DataError(
                    f"{filename}: {shortened(info.filename)} unpacks to more than "
                    f"{MAX_TABLE_RATIO} times its size, which no texts do. Take another archive, "
                    "or unpack it yourself and import the folder."
                )
        names = [info.filename for info in infos if not _is_litter(info.filename)]
        tops = {name.split("/", 1)[0] for name in names if "/" in name}
        is_in_one = len(tops) == 1 and all("/" in name for name in names)
        prefix = f"{tops.pop()}/" if is_in_one else ""
        self._archive_names = {name.removeprefix(prefix): name for name in names}
        self.names = tuple(sorted(self._archive_names))

    def source(self, name: str) -> Source:
        return Zipped(self._archive, self._archive_names[name])


@dataclass(frozen=True)
class Zipped(Packed):
    """One file of an archive."""

    archive: bytes | Path
    name: str

    def open(self, filename: str) -> BinaryIO:
        # Closed with the stream, or by the garbage collector where that cannot be opened.
        with _refusing_damage(filename):
            archive = zipfile.ZipFile(open_bytes(filename, self.archive))
            member = archive.open(self.name)
        return cast(BinaryIO, io.BufferedReader(_Member(filename, archive, member)))


def folder_of(filename: str, source: Source) -> Folder | None:
    """The folder or the archive that this is; None if it is another file.

    Raises:
        DataError: if it is a damaged archive, or one of too many or too large files.
    """
    if isinstance(source, Path) and source.is_dir():
        return DiskFolder(filename, source)
    if isinstance(source, Packed):
        return None
    with open_bytes(filename, source) as stream:
        if stream.read(len(_ZIP)) != _ZIP:
            return None
    return ZipFolder(filename, source)


class _Member(io.RawIOBase):
    """A file of an archive; `zipfile` reads no more of it than the archive says it has."""

    def __init__(self, filename: str, archive: zipfile.ZipFile, member: IO[bytes]) -> None:
        self._filename, self._zip, self._member = filename, archive, member

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        with _refusing_damage(self._filename):
            content = self._member.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        super().close()
        self._member.close()
        if self._zip.fp is not None:
            self._zip.fp.close()
        self._zip.close()


@contextmanager
def _opened(filename: str, archive: bytes | Path) -> Iterator[zipfile.ZipFile]:
    with (
        _refusing_damage(filename),
        open_bytes(filename, archive) as stream,
        zipfile.ZipFile(stream) as opened,
    ):
        yield opened


@contextmanager
def _refusing_damage(filename: str) -> Iterator[None]:
    try:
        yield
    except DataError:
        raise
    except Exception as error:  # whatever a damaged or locked archive makes zipfile raise
        raise DataError(
            f"{filename} cannot be unpacked ({str(error)[:80]}). Make the archive anew, or unpack "
            "it yourself and import the folder."
        ) from error


def _refuse_many(filename: str, count: int) -> None:
    if count > MAX_FILES:
        raise DataError(
            f"{filename} holds more than {MAX_FILES:,} files. Choose a folder with one corpus only."
        )


def _is_litter(name: str) -> bool:
    """What systems add to archives for themselves."""
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1] in (".DS_Store", "Thumbs.db")
