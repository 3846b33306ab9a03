"""Where a file's bytes come from: the disk, or an upload that is in memory already."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import BinaryIO

from rrr.errors import DataError

Source = bytes | Path

_CHUNK = 1 << 20


def open_bytes(filename: str, source: Source) -> BinaryIO:
    """The bytes from their beginning; a file on the disk is read piece by piece.

    Raises:
        DataError: if the file cannot be opened.
    """
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        return source.open("rb")
    except OSError as error:
        raise DataError(f"{filename} cannot be read ({error.strerror}). Check its path.") from error


def open_text(filename: str, source: Source, newline: str) -> io.TextIOWrapper:
    """The text of a file that `check_text` has passed, without its byte order mark.

    Args:
        newline: What ends a line, as in `open`; "" leaves all line ends as they are.
    """
    return io.TextIOWrapper(open_bytes(filename, source), encoding="utf-8-sig", newline=newline)


def check_text(filename: str, source: Source) -> None:
    """Look through the file once.

    Raises:
        DataError: if it is empty, not UTF-8, or no text.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    line, is_empty = 1, True
    with open_bytes(filename, source) as stream:
        while True:
            chunk = stream.read(_CHUNK)
            held_back = len(decoder.getstate()[0])
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                start = max(0, error.start - held_back)
                line += chunk.count(b"\n", 0, start)
                raise DataError(
                    f"{filename}, line {line}: not UTF-8 text "
                    f"(byte 0x{error.object[error.start]:02x}). "
                    "Save the file again with the encoding UTF-8."
                ) from error
            if "\0" in text:
                raise DataError(
                    f"{filename} is not a text file: it holds zero bytes. "
                    "Save it as CSV or JSON Lines with the encoding UTF-8."
                )
            line += chunk.count(b"\n")
            is_empty = is_empty and not text.strip()
            if not chunk:
                break
    if is_empty:
        raise DataError(f"{filename} is empty. Choose a file with at least a few rows.")
