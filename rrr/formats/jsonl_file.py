"""Reads JSON Lines: UTF-8, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from rrr.errors import DataError
from rrr.formats.source import Source, check_text, open_text
from rrr.formats.table import Row, Table


def read_jsonl(filename: str, source: Source) -> Table:
    """The file as a table; empty lines are passed over.

    The columns are the names that occur, in the order in which they first do. Strings are taken
    as they are, null and what is missing as "", anything else as its JSON.

    Raises:
        DataError: naming the line, if the file is not UTF-8 or a line not an object.
    """
    check_text(filename, source)
    columns = tuple(
        dict.fromkeys(name for _, entry in _objects(filename, source) for name in entry)
    )

    def rows() -> Iterator[Row]:
        for number, entry in _objects(filename, source):
            yield Row(number, tuple(_cell(entry.get(name)) for name in columns))

    return Table(filename, columns, "line", rows)


def _objects(filename: str, source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    # A JSON string may hold other characters that count as line ends elsewhere.
    with open_text(filename, source, newline="\n") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield number, _object(filename, number, line)


def _object(filename: str, number: int, line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
        # A lone half of a surrogate pair is valid JSON but no text that could be stored. It can
        # only be written as an escape, which few lines hold.
        if "\\ud" in line.casefold():
            json.dumps(entry, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise DataError(
            f"{filename}, line {number}: not valid JSON ({error}). "
            'Every line must be one object, such as {"text": "…", "label": "…"}.'
        ) from error
    if not isinstance(entry, dict):
        raise DataError(
            f"{filename}, line {number}: expected an object in {{braces}}, received "
            f"{line.strip()[:60]}. Write one object a line."
        )
    return entry


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
