"""Reads CSV: cells between commas, semicolons or tabs, mostly under a header row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from rrr.counted import counted
from rrr.errors import DataError
from rrr.formats.columns import KNOWN_NAMES
from rrr.formats.csv_dialect import CsvText
from rrr.formats.encoding import detected_encoding
from rrr.formats.file_format import Format, Look
from rrr.formats.names import name_of, shortened
from rrr.formats.read_options import AS_IT_LOOKS, Reading
from rrr.formats.source import Source, check_text
from rrr.formats.table import NUM_LOOKED_AT, Row, Table, check_columns


def read_csv(filename: str, source: Source, reading: Reading = AS_IT_LOOKS) -> Table:
    """The file as a table; empty rows are passed over, columns without a name get one.

    Raises:
        DataError: naming the row, if the file is no text or not a proper table; about rows below
            the first as they are read.
    """
    encoding = reading.encoding or detected_encoding(filename, source)
    check_text(filename, source, encoding)
    text = CsvText(filename, source, encoding)
    dialect = text.dialect()
    first = [record for _, record in islice(text.records(dialect), NUM_LOOKED_AT)]
    if not first:
        raise DataError(f"{filename} has no rows. Choose a file with at least a few rows.")
    check_columns(filename, len(first[0]))
    header = looks_like_header(first[0], first[1:]) if reading.header is None else reading.header
    columns = column_names(filename, first[0] if header else [""] * len(first[0]))

    def rows(indices: Sequence[int] | None) -> Iterator[Row]:
        for number, record in islice(text.records(dialect), int(header), None):
            if len(record) != len(columns):
                if reading.broken_rows == "skip":
                    yield Row(number, (), is_broken=True)
                    continue
                raise DataError(
                    f"{filename}, row {number}: {counted(len(record), 'cell')}, but row 1 has "
                    f"{len(columns):,}. A cell that holds the separator or a line break must "
                    'stand in "double quotes". Correct the row, or have such rows left out.'
                )
            cells = record if indices is None else [record[index] for index in indices]
            yield Row(number, tuple(cells))

    return Table(filename, columns, "row", rows, replace(reading, encoding=encoding, header=header))


def looks_like_header(first: list[str], below: list[list[str]]) -> bool:
    """Whether row 1 names the columns: it is taken for a sentence if one of its cells is a value
    of its column, or a number in a column of numbers."""
    if any(name_of(cell).casefold() in KNOWN_NAMES for cell in first):
        return True
    for index, cell in enumerate(first):
        column = [record[index] for record in below if index < len(record)]
        if column and cell.strip() and (cell in column or all(map(_is_number, (cell, *column)))):
            return False
    return True


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def column_names(filename: str, header: list[str]) -> tuple[str, ...]:
    """The names that a header gives; columns without one are numbered.

    Raises:
        DataError: if two have the same.
    """
    names = tuple(name_of(name) or f"column {n}" for n, name in enumerate(header, start=1))
    most, times = Counter(names).most_common(1)[0]
    if times > 1:
        raise DataError(
            f"{filename}, row 1: more than one column is called “{shortened(most)}”. "
            "Give every column its own name, or say that row 1 is no header."
        )
    return names


def _fits(look: Look) -> bool:
    is_json = look.objects or look.named is not None
    return not is_json and look.folder is None and look.ending in ("csv", "tsv", "txt")


CSV = Format("csv", "CSV", ("csv", "txt"), _fits, read_csv)
TSV = Format("tsv", "CSV between tabs", ("tsv",), _fits, read_csv)
