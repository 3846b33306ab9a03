"""Reads CSV: UTF-8, a header row, cells between commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from rrr.errors import DataError
from rrr.formats.table import Table, decode, refuse_too_many

_DELIMITERS = ",;\t"
_NUM_TRIED = 20


def read_csv(filename: str, content: bytes) -> Table:
    """Read a whole file; empty rows are passed over, columns without a name get one.

    Raises:
        DataError: naming the row, if the file is not UTF-8 or not a proper table.
    """
    text = decode(filename, content)
    records = _records(filename, text, _delimiter(text))
    _, header = next(records)
    columns = _column_names(filename, header)
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for number, record in records:
        if len(record) != len(columns):
            raise DataError(
                f"{filename}, row {number}: {len(record)} cells, but the header has "
                f"{len(columns)}. A cell that holds the separator or a line break must stand "
                'in "double quotes".'
            )
        rows.append(tuple(record))
        numbers.append(number)
        refuse_too_many(filename, len(rows))
    return Table(filename, columns, rows, numbers, unit="row")


def _records(filename: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered records; cells keep their line breaks as they are."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
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


def _delimiter(text: str) -> str:
    """The separator that divides the first records into equally many cells, more than one each;
    failing that, the one that divides the header into most."""

    def fitness(delimiter: str) -> tuple[bool, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        widths: list[int] = []
        try:
            for record in islice(reader, _NUM_TRIED):
                if record:
                    widths.append(len(record))
        except csv.Error:
            return False, widths[0] if widths else 0
        return len(set(widths)) == 1 and widths[0] > 1, widths[0]

    return max(_DELIMITERS, key=fitness)


def _column_names(filename: str, header: list[str]) -> tuple[str, ...]:
    names = tuple(name.strip() or f"column {number}" for number, name in enumerate(header, start=1))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DataError(
            f"{filename}, row 1: more than one column is called “{twice[0]}”. "
            "Give every column its own name."
        )
    return names
