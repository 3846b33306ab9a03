"""Reads CSV: UTF-8, a header row, cells between commas, semicolons or tabs."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice

from rrr.errors import DataError
from rrr.formats.source import Source, check_text, open_text
from rrr.formats.table import Row, Table

_DELIMITERS = ",;\t"
_NUM_TRIED = 20


def read_csv(filename: str, source: Source) -> Table:
    """The file as a table; empty rows are passed over, columns without a name get one.

    Raises:
        DataError: naming the row, if the file is not UTF-8 or not a proper table; about rows below
            the header as they are read.
    """
    check_text(filename, source)
    delimiter = max(_DELIMITERS, key=lambda each: _fitness(filename, source, each))
    _, header = next(_records(filename, source, delimiter))
    columns = _column_names(filename, header)

    def rows() -> Iterator[Row]:
        for number, record in islice(_records(filename, source, delimiter), 1, None):
            if len(record) != len(columns):
                raise DataError(
                    f"{filename}, row {number}: {len(record)} cells, but the header has "
                    f"{len(columns)}. A cell that holds the separator or a line break must stand "
                    'in "double quotes".'
                )
            yield Row(number, tuple(record))

    return Table(filename, columns, "row", rows)


def _records(filename: str, source: Source, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered records; cells keep their line breaks as they are."""
    with open_text(filename, source, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise DataError(
                    f"{filename}, row {number}: {error}. Within a cell in double quotes every "
                    'double quote must be doubled ("").'
                ) from error
            if record:
                yield number, record


def _fitness(filename: str, source: Source, delimiter: str) -> tuple[bool, int]:
    """How well a separator divides the first records: best into equally many cells, more than one
    each; failing that, the header into most."""
    widths: list[int] = []
    with open_text(filename, source, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        try:
            widths.extend(len(record) for record in islice(reader, _NUM_TRIED) if record)
        except csv.Error:
            return False, widths[0] if widths else 0
    return len(set(widths)) == 1 and widths[0] > 1, widths[0]


def _column_names(filename: str, header: list[str]) -> tuple[str, ...]:
    names = tuple(name.strip() or f"column {number}" for number, name in enumerate(header, start=1))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DataError(
            f"{filename}, row 1: more than one column is called “{twice[0]}”. "
            "Give every column its own name."
        )
    return names
