"""A file as rows of text cells, whatever its format, and how much of it we take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rrr.errors import DataError

MAX_ROWS = 200_000
MAX_TEXT_LENGTH = 20_000
"""In code points. Longer texts are documents to be divided, not sentences to be marked."""


class Row(NamedTuple):
    """Cells, one for each column (a missing value is ""), and where they stand in the file."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells, read from the file anew each time they are asked for: never all in memory.

    Rows are numbered from 1, and `unit` is what is counted: "row" as a spreadsheet numbers them
    (the header is row 1), or "line".
    """

    filename: str
    columns: tuple[str, ...]
    unit: str
    read: Callable[[], Iterator[Row]]

    def rows(self) -> Iterator[Row]:
        """The rows in order.

        Raises:
            DataError: on the way, naming the row, where the file is not as it should be.
        """
        for count, row in enumerate(self.read(), start=1):
            if count > MAX_ROWS:
                raise DataError(
                    f"{self.filename} has more than {MAX_ROWS:,} rows. Import a part of it."
                )
            yield row

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
                f"{self.filename} has no column “{name}”. Choose one of: {', '.join(self.columns)}."
            )
        return self.columns.index(name)
