"""The objects of a JSON file, whether they are a list or stand one a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from rrr.formats.json_array import array_items
from rrr.formats.jsonl_file import objects
from rrr.formats.source import Source, decoded


class Entry(NamedTuple):
    """An object, and where it stands, as messages name it: `x.jsonl, line 3`."""

    number: int
    place: str
    values: dict[str, Any]


def is_list(filename: str, source: Source, encoding: str) -> bool:
    """Whether the file begins as a list does."""
    for text in decoded(filename, source, encoding):
        if beginning := text.lstrip():
            return beginning.startswith("[")
    return False


def entries(filename: str, source: Source, encoding: str) -> Iterator[Entry]:
    """The objects in order.

    Raises:
        DataError: naming the line or the item, if it is none.
    """
    in_list = is_list(filename, source, encoding)
    unit = "item" if in_list else "line"
    for number, values in (array_items if in_list else objects)(filename, source, encoding):
        yield Entry(number, f"{filename}, {unit} {number}", values)
