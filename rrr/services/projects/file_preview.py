"""What a file holds, and how it is read, before anything is imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from rrr.errors import DataError
from rrr.formats.column_values import ColumnValues, column_values
from rrr.formats.csv_file import read_csv
from rrr.formats.encoding import ENCODINGS, UTF_8, telling_words
from rrr.formats.jsonl_file import read_jsonl
from rrr.formats.names import listed, shortened
from rrr.formats.read_options import AS_IT_LOOKS, Reading
from rrr.formats.source import Source
from rrr.formats.suggested_columns import SuggestedColumns, suggest_columns
from rrr.formats.table import MAX_TEXT_LENGTH, Table

FILE_TYPES = ("csv", "tsv", "jsonl", "ndjson")
_NUM_PREVIEWED = 20
_NUM_LONG_SHOWN, _BEGINNING = 3, 80


@dataclass(frozen=True)
class FilePreview:
    """The beginning of a file, how it was read, and what its columns seem to be.

    `words` have letters that another encoding would make others of; none are given for UTF-8,
    which cannot be taken for anything else.
    """

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]  # the first 20
    num_rows: int
    suggestion: SuggestedColumns
    reading: Reading
    words: tuple[str, ...]


def read_table(filename: str, source: Source, reading: Reading) -> Table:
    """The file as a table.

    Raises:
        DataError: naming the row, if the file cannot be read.
    """
    ending = PurePath(filename).suffix.lower().removeprefix(".")
    if ending not in FILE_TYPES:
        raise DataError(
            f"{filename} cannot be imported. Expected a file ending in "
            f"{', '.join('.' + name for name in FILE_TYPES)}. Save it as CSV or JSON Lines."
        )
    table = (read_csv if ending in ("csv", "tsv") else read_jsonl)(filename, source, reading)
    if next(table.rows(()), None) is None:
        raise DataError(f"{filename} has a header, but no rows. Choose a file with rows.")
    return table


def preview_file(filename: str, source: Source, reading: Reading = AS_IT_LOOKS) -> FilePreview:
    """Read a file without storing anything.

    Raises:
        DataError: naming the row, if the file cannot be read.
    """
    table = read_table(filename, source, reading)
    encoding = table.reading.encoding or UTF_8
    return FilePreview(
        columns=table.columns,
        rows=[row.cells for row in islice(table.rows(), _NUM_PREVIEWED)],
        num_rows=sum(1 for _ in table.rows(())),
        suggestion=suggest_columns(table),
        reading=table.reading,
        words=() if encoding == UTF_8 else telling_words(filename, source, encoding),
    )


def values_of(filename: str, source: Source, reading: Reading, column: str) -> ColumnValues:
    """What a column of the file holds.

    Raises:
        DataError: naming the row, if a value there cannot be used.
    """
    return column_values(read_table(filename, source, reading), column)


def label_question(suggestion: SuggestedColumns) -> str:
    """A sentence for a person to check or to answer; empty where the label column is known."""
    if suggestion.is_label_known:
        return ""
    if suggestion.label is not None:
        return (
            f"“{shortened(suggestion.label)}” is the only column that could be the label. Check "
            "that it is."
        )
    if not suggestion.candidates:
        return "No column looks like the label: expected one with 2 to 100 different values."
    return f"Which column is the label? It could be: {listed(suggestion.candidates)}."


def long_rows(filename: str, source: Source, reading: Reading, column: str) -> tuple[int, ...]:
    """Numbers of the rows whose text is too long for a sentence, if it is in this column.

    Raises:
        DataError: naming the row, if a value there is no text.
    """
    rows = read_table(filename, source, reading).rows([column])
    return tuple(row.number for row in rows if len(row.cells[0]) > MAX_TEXT_LENGTH)


def long_beginnings(
    filename: str, source: Source, reading: Reading, column: str
) -> list[tuple[int, str]]:
    """The first texts that are too long for a sentence: number of the row, and how it begins."""
    rows = read_table(filename, source, reading).rows([column])
    long = (row for row in rows if len(row.cells[0]) > MAX_TEXT_LENGTH)
    return [
        (row.number, " ".join(row.cells[0][:_BEGINNING].split()))
        for row in islice(long, _NUM_LONG_SHOWN)
    ]


def reading_notes(preview: FilePreview) -> Iterator[str]:
    """Sentences about what was guessed of a file, for a person to check."""
    reading = preview.reading
    if reading.encoding not in (None, UTF_8):
        check = "No letter shows whether that is right."
        if preview.words:
            shown = ", ".join(f"“{word}”" for word in preview.words)
            check = f"Check these words: {shown}. If they look wrong, choose another encoding."
        yield f"Read as {ENCODINGS[reading.encoding]}. {check}"
    if reading.header is not None:
        yield (
            "Row 1 is read as the columns' names."
            if reading.header
            else "Row 1 is read as a sentence: the columns have no names."
        )
