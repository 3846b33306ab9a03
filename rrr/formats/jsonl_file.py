"""Reads JSON Lines: one JSON object a line."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rrr.counted import counted
from rrr.errors import DataError
from rrr.formats.encoding import found_encoding
from rrr.formats.names import shortened
from rrr.formats.read_options import AS_IT_LOOKS, Reading
from rrr.formats.source import Source, check_text, lines_of
from rrr.formats.table import Row, Table, check_columns


def read_jsonl(filename: str, source: Source, reading: Reading = AS_IT_LOOKS) -> Table:
    """The file as a table; empty lines are passed over.

    The columns are the names that occur, in the order in which they first do. Strings are taken
    as they are, null and what is missing as "", numbers and truth values as their JSON, a list of
    one as what it holds. Other lists and objects can be looked at, but not used.

    Raises:
        DataError: naming the line, if the file is no text or a line not an object.
    """
    encoding = reading.encoding or found_encoding(filename, source)
    check_text(filename, source, encoding)
    found: dict[str, None] = {}
    for _, entry in objects(filename, source, encoding):
        if not entry.keys() <= found.keys():
            found |= dict.fromkeys(entry)
            check_columns(filename, len(found))
    columns = tuple(found)

    def rows(wanted: Sequence[int] | None) -> Iterator[Row]:
        names = None if wanted is None else [columns[index] for index in wanted]
        for number, entry in objects(filename, source, encoding):
            if names is None:
                cells = tuple(_shown(entry.get(name)) for name in columns)
            else:
                cells = tuple(_cell(filename, number, name, entry.get(name)) for name in names)
            yield Row(number, cells)

    return Table(filename, columns, "line", rows, Reading(encoding, None, reading.long_texts))


def objects(filename: str, source: Source, encoding: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with the numbers of their lines.

    Raises:
        DataError: naming the line, if it is none.
    """
    # A JSON string may hold other characters that count as line ends elsewhere.
    for number, line in enumerate(lines_of(filename, source, encoding, newline="\n"), start=1):
        if line.strip():
            yield number, _object(filename, number, line)


def _object(filename: str, number: int, line: str) -> dict[str, Any]:
    try:
        entry = _decode(line.removeprefix(_MARK))
        # A lone half of a surrogate pair is valid JSON but no text that could be stored. It can
        # only be written as an escape, which few lines hold.
        if "\\ud" in line.casefold():
            json.dumps(entry, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise DataError(
            f"{filename}, line {number}: not valid JSON ({_reason(error)}). "
            'Every line must be one object, such as {"text": "…", "label": "…"}.'
        ) from error
    if not isinstance(entry, dict):
        raise DataError(
            f"{filename}, line {number}: expected an object in {{braces}}, received "
            f"{line.strip()[:60]}. Write one object a line."
        )
    return entry


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry = dict(pairs)
    if len(entry) < len(pairs):  # which of the two is meant?
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise ValueError(f"“{shortened(twice)}” stands in one object twice")
    return entry


def _reason(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error)[:80]


_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # begins a file that was put behind another
_decode = json.JSONDecoder(object_pairs_hook=_object_of).decode
_json_of = json.JSONEncoder(ensure_ascii=False).encode


def _shown(value: Any) -> str:
    """Any value, to be looked at."""
    if type(value) is str:
        return value
    if type(value) is float or type(value) is int:  # the commonest; as JSON, but much faster
        return repr(value)
    return "" if value is None else _json_of(value)


def _cell(filename: str, number: int, name: str, value: Any) -> str:
    """A value that is used as a text, a label or a split."""
    if type(value) is str and "\0" not in value:
        return value
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    place = f"{filename}, line {number}: the value of “{shortened(name)}” is"
    if isinstance(value, list | dict):
        kind = (
            "an object" if isinstance(value, dict) else f"a list of {counted(len(value), 'value')}"
        )
        raise DataError(
            f"{place} {kind}. Expected a text, a number, true or false. Write one value there, or "
            "choose another column."
        )
    if isinstance(value, float):
        if not math.isfinite(value):
            raise DataError(
                f"{place} {value}, which is no value in JSON. Write null where it is missing, or "
                "choose another column."
            )
        if value.is_integer() and abs(value) < 1e15:
            value = int(value)  # 1.0 and 1 are one number, and one label
    cell = _shown(value)
    if "\0" in cell:
        raise DataError(f"{place} a text with a zero character (\\u0000). Delete that character.")
    return cell
