"""Reads JSON Lines: one JSON object a line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rrr.errors import DataError
from rrr.formats.encoding import detected_encoding
from rrr.formats.names import shortened
from rrr.formats.objects_table import objects_table
from rrr.formats.read_options import AS_IT_LOOKS, BrokenRows, Reading
from rrr.formats.source import Source, check_text, lines_of
from rrr.formats.table import Table


def read_jsonl(filename: str, source: Source, reading: Reading = AS_IT_LOOKS) -> Table:
    """The file as a table; empty lines are passed over.

    The columns are the names that occur, in the order in which they first do. Strings are taken
    as they are, null and what is missing as "", numbers and truth values as their JSON, a list of
    one as what it holds. Other lists and objects can be looked at, but not used.

    Raises:
        DataError: naming the line, if the file is no text or a line not an object.
    """
    encoding = reading.encoding or detected_encoding(filename, source)
    check_text(filename, source, encoding)
    return objects_table(
        filename,
        "line",
        lambda: _entries(filename, source, encoding, reading.broken_rows),
        replace(reading, encoding=encoding, header=None),
    )


def objects(filename: str, source: Source, encoding: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with the numbers of their lines.

    Raises:
        DataError: naming the line, if it is none.
    """
    for number, line in _lines(filename, source, encoding):
        yield number, object_in(filename, number, line)


def _entries(
    filename: str, source: Source, encoding: str, broken_rows: BrokenRows
) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The objects with the numbers of their lines; None for a line that is to be left out."""
    for number, line in _lines(filename, source, encoding):
        try:
            yield number, object_in(filename, number, line)
        except DataError:
            if broken_rows == "refuse":
                raise
            yield number, None


def _lines(filename: str, source: Source, encoding: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their numbers."""
    # A JSON string may hold other characters that count as line ends elsewhere.
    for number, line in enumerate(lines_of(filename, source, encoding, newline="\n"), start=1):
        if line.strip():
            yield number, line


def object_in(filename: str, number: int, line: str) -> dict[str, Any]:
    """The object that a line holds.

    Raises:
        DataError: naming the line, if it is none.
    """
    try:
        entry = DECODER.decode(line.removeprefix(MARK))
        refuse_half_pairs(line, entry)
    except (ValueError, RecursionError) as error:
        raise DataError(
            f"{filename}, line {number}: not valid JSON ({reason_of(error)}). "
            'Every line must be one object, such as {"text": "…", "label": "…"}. Correct the line, '
            "or have such lines left out."
        ) from error
    if not isinstance(entry, dict):
        raise DataError(
            f"{filename}, line {number}: expected an object in {{braces}}, received "
            f"{line.strip()[:60]}. Write one object a line."
        )
    return entry


def refuse_half_pairs(text: str, entry: Any) -> None:
    """Raises ValueError for a lone half of a surrogate pair: it is valid JSON but no text that
    could be stored. It can only be written as an escape, which few lines hold."""
    if "\\ud" in text.casefold():
        json.dumps(entry, ensure_ascii=False).encode()


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry = dict(pairs)
    if len(entry) < len(pairs):  # which of the two is meant?
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise ValueError(f"“{shortened(twice)}” stands in one object twice")
    return entry


def reason_of(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error)[:80]


MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # begins a file that was put behind another
DECODER = json.JSONDecoder(object_pairs_hook=_object_of)
