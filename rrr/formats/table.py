"""A file as rows of text cells, whatever its format, and how much of it we take."""

from __future__ import annotations

from dataclasses import dataclass

from rrr.errors import DataError

MAX_ROWS = 200_000
MAX_TEXT_LENGTH = 20_000
"""In code points. Longer texts are documents to be divided, not sentences to be marked."""


@dataclass(frozen=True)
class Table:
    """Rows of cells, one for each column; a missing value is "".

    `numbers[i]` is where row i stands in the file, counted from 1, and `unit` what is counted:
    "row" as a spreadsheet numbers them (the header is row 1), or "line".
    """

    filename: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    numbers: list[int]
    unit: str

    def place(self, index: int) -> str:
        """Where row `index` stands, in words: `reviews.csv, row 17`."""
        return f"{self.filename}, {self.unit} {self.numbers[index]}"

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


def decode(filename: str, content: bytes) -> str:
    """The text of a UTF-8 file, without its byte order mark.

    Raises:
        DataError: if it is empty or not UTF-8.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"{filename}, line {line}: not UTF-8 text (byte 0x{content[error.start]:02x}). "
            "Save the file again with the encoding UTF-8."
        ) from error
    if "\0" in text:
        raise DataError(
            f"{filename} is not a text file: it holds zero bytes. "
            "Save it as CSV or JSON Lines with the encoding UTF-8."
        )
    if not text.strip():
        raise DataError(f"{filename} is empty. Choose a file with at least a few rows.")
    return text


def refuse_too_many(filename: str, num_rows: int) -> None:
    """Call while reading, so that a file that is too large is not read to its end."""
    if num_rows > MAX_ROWS:
        raise DataError(f"{filename} has more than {MAX_ROWS:,} rows. Import a part of it.")
