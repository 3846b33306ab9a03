"""A file as rows of text cells, whatever its format, and how much of it we take.

A file is refused, with its row named, where

- a row is not as the others are: another number of cells, or no object of JSON. Such a broken row
  is left out instead, if the reading says so (`csv_file`, `jsonl_file`);
- a cell that is used holds no single value (`cells.usable`);
- its text is longer than `MAX_TEXT_LENGTH`, unless long texts are to be cut or left out; its label
  or split has too long a name, or its split is empty (`table_examples`);
- it is one row more than `MAX_ROWS`.

A row without text is passed over and counted. What is asked of all rows together, such as two
labels and rows to test on, is asked by `usable_corpus` at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rrr.errors import DataError
from rrr.formats.highlights import Highlights
from rrr.formats.names import listed, shortened
from rrr.formats.read_options import AS_IT_LOOKS, Reading

MAX_ROWS = 1_000_000
"""As many as an import was measured with (benchmarks/README.md, “More than 200,000 sentences”): a
phrase is looked for in each sentence that may hold it."""
MAX_COLUMNS = 2_000
NUM_LOOKED_AT = 1_000
"""Rows by which it is guessed what a table holds."""
MAX_TEXT_LENGTH = 20_000
"""In code points. Longer texts are documents to be divided, not sentences to be marked."""


class Row(NamedTuple):
    """Cells, one for each column (a missing value is ""), and their row in the file; and what an
    annotation tool highlighted in its text. A broken row, which is to be left out, has no cells."""

    number: int
    cells: tuple[str, ...]
    highlights: Highlights | None = None
    is_broken: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells, read from the file anew each time they are asked for: never all in memory.

    Rows are numbered from 1, and `unit` is what is counted: "row" as a spreadsheet numbers them
    (the header is row 1), or "line". `read` is given the indices of the columns that are wanted,
    None for all; `reading` is how the file was read.
    """

    filename: str
    columns: tuple[str, ...]
    unit: str
    read: Callable[[Sequence[int] | None], Iterator[Row]]
    reading: Reading = AS_IT_LOOKS

    def rows(self, columns: Sequence[str] | None = None) -> Iterator[Row]:
        """The rows in order, without those that are broken.

        Args:
            columns: those whose cells are wanted, and must be usable; None for all, to look at.

        Raises:
            DataError: on the way, naming the row, where the file is not as it should be.
        """
        places = None if columns is None else [self.column(name) for name in columns]
        for count, row in enumerate(self.read(places), start=1):
            if count > MAX_ROWS:
                raise DataError(
                    f"{self.filename} has more than {MAX_ROWS:,} rows. Import a part of it."
                )
            if not row.is_broken:
                yield row

    def broken_rows(self) -> tuple[int, ...]:
        """Numbers of the rows that are broken and so are left out; none where they are refused."""
        if self.reading.broken_rows == "refuse":
            return ()
        return tuple(row.number for row in self.read(()) if row.is_broken)

    def place(self, number: int) -> str:
        """Where the row of this number stands, in words: `reviews.csv, row 17`."""
        return f"{self.filename}, {self.unit} {number}"

    def column(self, name: str) -> int:
        """Index of a column.

        Raises:
            DataError: if there is none of this name.
        """
        if name not in self.columns:
            raise DataError(
                f"{self.filename} has no column “{shortened(name)}”. Choose one of: "
                f"{listed(self.columns)}."
            )
        return self.columns.index(name)


def check_columns(filename: str, number: int) -> None:
    """Raises DataError if these are more columns than a table of texts has."""
    if number > MAX_COLUMNS:
        raise DataError(
            f"{filename} has more than {MAX_COLUMNS:,} columns. Keep those with the text, the "
            "label and the split."
        )
