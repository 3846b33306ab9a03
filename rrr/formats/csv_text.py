"""Tables as CSV for spreadsheets: numbers stay numbers, and no text is taken for a formula."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

Cell = str | int | float | None

_FORMULA = re.compile(r"[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A header and rows, between commas, as RFC 4180 has it.

    A text that a spreadsheet would take for a formula gets an apostrophe in front, which
    spreadsheets read as “this is text”. None and NaN become empty cells.
    """
    return "".join(csv_lines(columns, rows))


def csv_lines(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], separator: str = ","
) -> Iterator[str]:
    """As `csv_text`, a line at a time, for tables that need not be in memory."""
    line = io.StringIO(newline="")
    # Without "\r\n" a lone return would not be quoted.
    writer = csv.writer(line, delimiter=separator, lineterminator="\r\n")
    for cells in chain((columns,), rows):
        writer.writerow([_harmless(cell) for cell in cells])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The same as a file: UTF-8 with the byte order mark by which spreadsheets know it."""
    return csv_text(columns, rows).encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
