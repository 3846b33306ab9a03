"""JSON objects as a table, one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rrr.formats.cells import shown, usable
from rrr.formats.read_options import Reading
from rrr.formats.table import Row, Table, check_columns

Objects = Callable[[], Iterator[tuple[int, dict[str, Any] | None]]]
"""Reads the objects anew each time, with their numbers in the file; None for one that is broken and
to be left out."""


def objects_table(filename: str, unit: str, objects: Objects, reading: Reading) -> Table:
    """A table of objects; the columns are the names that occur, in the order in which they first
    do.

    Args:
        unit: what the numbers count, as “line”.
        reading: how the file was read.

    Raises:
        DataError: naming the object, where one cannot be read or a value cannot be used.
    """
    seen_names: dict[str, None] = {}
    for _, entry in objects():
        if entry is not None and not entry.keys() <= seen_names.keys():
            seen_names |= dict.fromkeys(entry)
            check_columns(filename, len(seen_names))
    columns = tuple(seen_names)

    def rows(indices: Sequence[int] | None) -> Iterator[Row]:
        names = None if indices is None else [columns[index] for index in indices]
        for number, entry in objects():
            if entry is None:
                yield Row(number, (), is_broken=True)
                continue
            if names is None:
                cells = tuple(shown(entry.get(name)) for name in columns)
            else:
                place = f"{filename}, {unit} {number}"
                cells = tuple(usable(place, name, entry.get(name)) for name in names)
            yield Row(number, cells)

    return Table(filename, columns, unit, rows, reading)
