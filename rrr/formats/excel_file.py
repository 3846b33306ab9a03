"""Reads Excel workbooks (.xlsx), through openpyxl: values, not formulas, of one sheet.

Memory: one row, and the workbook's list of different texts, which it may refer to from any row.
A workbook is a ZIP archive: what its files unpack to is bounded before any is read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from rrr.errors import DataError
from rrr.formats.cells import shown, usable
from rrr.formats.csv_file import column_names, looks_like_header
from rrr.formats.file_format import Format, Look
from rrr.formats.names import listed, shortened
from rrr.formats.packed import seekable
from rrr.formats.read_options import AS_IT_LOOKS, Reading
from rrr.formats.source import Source
from rrr.formats.table import MAX_COLUMNS, NUM_LOOKED_AT, Row, Table, check_columns
from rrr.unpacking import ALWAYS_BYTES, MAX_TABLE_RATIO

if TYPE_CHECKING:
    from openpyxl import Workbook

_MAX_UNPACKED = 2_000_000_000
_MAX_TEXTS = 300_000_000
"""Bytes of the list of texts, which is in memory."""


def read_excel(filename: str, source: Source, reading: Reading = AS_IT_LOOKS) -> Table:
    """A sheet as a table: the one that is asked for, else the first with anything in it.

    Raises:
        DataError: naming sheet and row, if the file is damaged or has no proper table.
    """
    names = sheet_names(filename, source)
    if reading.sheet is not None and reading.sheet not in names:
        raise DataError(
            f"{filename} has no sheet “{shortened(reading.sheet)}”. Choose one of: {listed(names)}."
        )
    candidates = names if reading.sheet is None else (reading.sheet,)
    for sheet in candidates:
        first = [cells for _, cells in islice(_records(filename, source, sheet), NUM_LOOKED_AT)]
        if first:
            break
    else:
        raise DataError(
            f"{filename}: there is nothing in {'it' if reading.sheet is None else 'this sheet'}. "
            "Choose a sheet with at least a few rows."
        )
    width = len(first[0])
    check_columns(filename, width)
    texts = [[shown(value) for value in cells] for cells in first]
    header = looks_like_header(texts[0], texts[1:]) if reading.header is None else reading.header
    called = f"{filename}, sheet “{shortened(sheet)}”"
    columns = column_names(called, texts[0] if header else [""] * width)

    def rows(indices: Sequence[int] | None) -> Iterator[Row]:
        for number, cells in islice(_records(filename, source, sheet), int(header), None):
            if len(cells) > width:
                raise DataError(
                    f"{called}, row {number}: a value right of the last column with a name. Give "
                    "that column a name in row 1, or delete the value."
                )
            cells += [None] * (width - len(cells))
            if indices is None:
                yield Row(number, tuple(map(shown, cells)))
            else:
                place = f"{called}, row {number}"
                yield Row(
                    number, tuple(usable(place, columns[index], cells[index]) for index in indices)
                )

    reading = replace(reading, encoding=None, header=header, sheet=sheet)
    return Table(called, columns, "row", rows, reading)


def sheet_names(filename: str, source: Source) -> tuple[str, ...]:
    """The sheets of a workbook that hold cells, in order.

    Raises:
        DataError: if it is damaged.
    """
    with _opened(filename, source) as book:
        return tuple(sheet.title for sheet in book.worksheets)


def _records(filename: str, source: Source, sheet: str) -> Iterator[tuple[int, list[Any]]]:
    """Numbered rows that are not empty, without the empty cells at their ends."""
    with _opened(filename, source) as book:
        rows = book[sheet].iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)
        for number, row in enumerate(rows, start=1):
            cells = list(row)
            while cells and (cells[-1] is None or cells[-1] == ""):
                cells.pop()
            if cells:
                yield number, cells


@contextmanager
def _opened(filename: str, source: Source) -> Iterator[Workbook]:
    """The workbook, read only, with the values that its formulas had when it was saved."""
    import openpyxl

    with seekable(filename, source) as stream:
        try:
            _refuse_bombs(filename, stream)
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            try:
                for sheet in book.worksheets:
                    sheet.reset_dimensions()  # what a file says of its size need not be so
                yield book
            finally:
                book.close()
        except (DataError, GeneratorExit):
            raise
        except Exception as error:  # whatever a damaged workbook makes openpyxl raise
            raise DataError(
                f"{filename} is damaged or no Excel workbook ({str(error)[:80]}). Open it in the "
                "program that made it, and save it anew as .xlsx."
            ) from error


def _refuse_bombs(filename: str, stream: Any) -> None:
    with zipfile.ZipFile(stream) as archive:
        infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    texts = sum(info.file_size for info in infos if info.filename.endswith("sharedStrings.xml"))
    packed = sum(info.compress_size for info in infos)
    if total > min(_MAX_UNPACKED, ALWAYS_BYTES + MAX_TABLE_RATIO * packed) or texts > _MAX_TEXTS:
        raise DataError(
            f"{filename} unpacks to {total:,} bytes, more than a workbook of texts does. Save the "
            "sheet as CSV, and import that."
        )


def _fits(look: Look) -> bool:
    return look.head.startswith(b"PK\3\4") and look.ending == "xlsx"


FORMAT = Format("excel", "Excel workbook", ("xlsx",), _fits, read_excel, is_text=False)
