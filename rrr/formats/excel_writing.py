"""Writes a table as an Excel workbook in which no text is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import chain

from rrr.formats.csv_text import Cell


def excel_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet: a header and rows. Numbers stay numbers.

    Control characters, which a workbook cannot hold, are left out; of a text longer than 32,767
    characters, all beyond.
    """
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("labelled")
    for row in chain((columns,), rows):
        cells = []
        for value in row:
            if isinstance(value, str):
                value = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell = WriteOnlyCell(sheet, value)
            if isinstance(value, str):
                cell.data_type = "s"  # whatever it begins with
            cells.append(cell)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
