"""Where a file's bytes come from: the disk, an upload in memory, or a file that packs others."""

from __future__ import annotations

import codecs
import io
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from rrr.errors import DataError
from rrr.formats.binary import refuse_binary


class Packed(ABC):
    """A file within another, unpacked anew each time it is read."""

    @abstractmethod
    def open(self, filename: str) -> BinaryIO:
        """Its bytes from their beginning.

        Raises:
            DataError: if it cannot be read, now or on the way.
        """


Source = bytes | Path | Packed

MAX_LINE = 10_000_000
"""Characters: all that is in memory at a time. An export has lines of some million, where every
word of the longest text is struck by several rules."""

_CHUNK = 1 << 20


def open_bytes(filename: str, source: Source) -> BinaryIO:
    """The bytes from their beginning; a file on the disk is read piece by piece.

    Raises:
        DataError: if the file cannot be opened, or is none (a folder, a pipe): it is read more
            than once.
    """
    if isinstance(source, bytes):
        return io.BytesIO(source)
    if isinstance(source, Packed):
        return source.open(filename)
    try:
        is_folder = source.is_dir()
        can_be_read = is_folder or source.is_file() or not source.exists()
        if can_be_read and not is_folder:
            return source.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise DataError(f"{filename} cannot be read ({reason}). Check its path.") from error
    if is_folder:
        raise DataError(f"{filename} is a folder. Choose a file in it.")
    raise DataError(
        f"{filename} is not a file that can be read more than once. Save it as a file on the disk."
    )


def chunks(filename: str, source: Source, size: int | None = None) -> Iterator[bytes]:
    """The bytes in pieces.

    Raises:
        DataError: if the file cannot be read.
    """
    with open_bytes(filename, source) as stream:
        while chunk := _read(filename, stream, size or _CHUNK):
            yield chunk


def _read(filename: str, stream: BinaryIO, size: int) -> bytes:
    try:
        return stream.read(size)
    except OSError as error:
        raise DataError(f"{filename} cannot be read ({error.strerror}). Try again.") from error


def decoded(filename: str, source: Source, encoding: str) -> Iterator[str]:
    """The text in pieces.

    Raises:
        DataError: naming the line of a byte that this encoding does not have.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    pieces = chunks(filename, source)
    while True:
        chunk = next(pieces, b"")
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:
            if not isinstance(error, UnicodeDecodeError):
                raise DataError(
                    f"{filename} does not begin with the byte-order mark of {encoding.upper()}. "
                    "Choose another encoding."
                ) from error
            before = error.object[: error.start].decode(encoding, errors="replace")
            raise DataError(
                f"{filename}, line {line + before.count(chr(10))}: not "
                f"{encoding.removesuffix('-sig').upper()} text "
                f"(byte 0x{error.object[error.start]:02x}). Fix that line, choose another "
                f"encoding, or save the file again with the encoding UTF-8."
            ) from error
        line += text.count("\n")
        yield text
        if not chunk:
            return


def check_text(filename: str, source: Source, encoding: str) -> None:
    """Look through the file once.

    Raises:
        DataError: if it is empty, not of this encoding, or no text.
    """
    if not encoding.startswith(("utf-16", "utf-32")):
        refuse_binary(filename, next(chunks(filename, source), b""), is_sure=True)
    is_empty = True
    for text in decoded(filename, source, encoding):
        if "\0" in text:
            raise DataError(
                f"{filename} is not a text file: it holds zero bytes. "
                "Save it as CSV or JSON Lines with the encoding UTF-8."
            )
        is_empty = is_empty and not text.strip()
    if is_empty:
        raise DataError(f"{filename} is empty. Choose a file with at least a few rows.")


def lines_of(filename: str, source: Source, encoding: str, newline: str) -> Iterator[str]:
    """The lines of a file that `check_text` has passed, with their ends.

    Args:
        newline: What ends a line, as in `open`; "" leaves all line ends as they are.

    Raises:
        DataError: if a line is too long to be one, or the file is no longer what was checked.
    """
    stream = io.TextIOWrapper(open_bytes(filename, source), encoding=encoding, newline=newline)
    with stream:
        number = 0
        while True:
            number += 1
            try:
                line = stream.readline(MAX_LINE + 1)
            except (OSError, UnicodeError) as error:
                raise DataError(
                    f"{filename} has changed while it was read, or cannot be read. Try again."
                ) from error
            if len(line) > MAX_LINE:
                raise DataError(
                    f"{filename}, line {number}: more than {MAX_LINE:,} characters in one line. "
                    "Divide it into lines of one text each."
                )
            if not line:
                return
            yield line
