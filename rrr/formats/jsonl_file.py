"""Reads JSON Lines: UTF-8, one JSON object a line."""

from __future__ import annotations

import json
from typing import Any

from rrr.errors import DataError
from rrr.formats.table import Table, decode, refuse_too_many


def read_jsonl(filename: str, content: bytes) -> Table:
    """Read a whole file; empty lines are passed over.

    The columns are the names that occur, in the order in which they first do. Strings are taken
    as they are, null and what is missing as "", anything else as its JSON.

    Raises:
        DataError: naming the line, if the file is not UTF-8 or a line not an object.
    """
    objects: list[dict[str, Any]] = []
    numbers: list[int] = []
    # Not splitlines(): a JSON string may hold other characters that count as line ends there.
    for number, line in enumerate(decode(filename, content).split("\n"), start=1):
        if line.strip():
            objects.append(_object(filename, number, line))
            numbers.append(number)
            refuse_too_many(filename, len(objects))
    columns = tuple(dict.fromkeys(name for entry in objects for name in entry))
    rows = [tuple(_cell(entry.get(name)) for name in columns) for entry in objects]
    return Table(filename, columns, rows, numbers, unit="line")


def _object(filename: str, number: int, line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
        # A lone half of a surrogate pair is valid JSON but no text that could be stored.
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
