"""What a file holds, and how it is read, before anything is imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from rrr.counted import counted
from rrr.errors import DataError
from rrr.formats.column_values import ColumnValues, column_values
from rrr.formats.encoding import ENCODINGS, UTF_8, detected_encoding, telling_words
from rrr.formats.excel_file import sheet_names
from rrr.formats.names import listed, shortened
from rrr.formats.packed import unpacked
from rrr.formats.read_options import AS_IT_LOOKS, Reading
from rrr.formats.registry import format_named, formats_of, read_table
from rrr.formats.source import Source
from rrr.formats.suggested_columns import SuggestedColumns, suggest_columns
from rrr.formats.table import MAX_TEXT_LENGTH

_NUM_PREVIEWED = 20
_NUM_LONG_SHOWN, _BEGINNING = 3, 80


@dataclass(frozen=True)
class FilePreview:
    """The beginning of a file, how it was read, and what its columns seem to be.

    `words` have letters that another encoding would make others of; none are given for UTF-8,
    which cannot be taken for anything else. `formats` are the names of those that the file may
    have, the one it was read as among them; `sheets` those of a workbook. `num_highlighted` rows
    have evidence for their label highlighted. `broken_rows` are numbers of rows that are left out,
    and `fault` says what is wrong with the first of them.
    """

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]  # the first 20
    num_rows: int
    suggestion: SuggestedColumns
    reading: Reading
    words: tuple[str, ...]
    formats: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    num_highlighted: int = 0
    broken_rows: tuple[int, ...] = ()
    fault: str = ""


def preview_without_broken_rows(filename: str, source: Source, reading: Reading) -> FilePreview:
    """As `preview_file`, but a file of which few rows are broken is read without them.

    Raises:
        DataError: naming the row, if the file cannot be read, or if a tenth of its rows and more
            are broken: then it is something else than was thought.
    """
    try:
        return preview_file(filename, source, reading)
    except DataError as error:
        try:
            preview = preview_file(filename, source, replace(reading, broken_rows="skip"))
        except DataError:
            raise error from None
        if len(preview.broken_rows) * 10 > preview.num_rows:
            raise
        return replace(preview, fault=str(error))


def preview_file(filename: str, source: Source, reading: Reading = AS_IT_LOOKS) -> FilePreview:
    """Read a file without storing anything.

    Raises:
        DataError: naming the row, if the file cannot be read.
    """
    table = read_table(filename, source, reading)
    encoding, chosen = table.reading.encoding or UTF_8, table.reading.format or ""
    num_rows = num_highlighted = 0
    for row in table.rows(()):
        num_rows += 1
        num_highlighted += row.highlights is not None and row.highlights.has_rationale
    others = (
        () if reading.format else (candidate.name for candidate in formats_of(filename, source))
    )
    is_plain = encoding == UTF_8 or not format_named(chosen).is_text
    return FilePreview(
        columns=table.columns,
        rows=[row.cells for row in islice(table.rows(), _NUM_PREVIEWED)],
        num_rows=num_rows,
        suggestion=suggest_columns(table),
        reading=table.reading,
        words=() if is_plain else telling_words(filename, unpacked(filename, source), encoding),
        formats=tuple(dict.fromkeys((chosen, *others))),
        sheets=sheet_names(filename, unpacked(filename, source)) if chosen == "excel" else (),
        num_highlighted=num_highlighted,
        broken_rows=table.broken_rows(),
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
    if suggestion.faulty_label is not None:
        others = suggestion.candidates
        return (
            f"The column “{shortened(suggestion.faulty_label)}” seems to be the label, but cannot "
            f"be used: {suggestion.label_fault}"
        ) + (f" Else it could be: {listed(others)}." if others else "")
    if not suggestion.candidates:
        return "No column looks like the label: expected one with 2 to 100 different values."
    return f"Which column is the label? It could be: {listed(suggestion.candidates)}."


def split_warning(suggestion: SuggestedColumns, *, is_new: bool) -> str:
    """A sentence on a column that should say the splits and cannot; empty where there is none.

    Args:
        is_new: whether the file makes a project.
    """
    column = suggestion.faulty_split
    if column is None or (suggestion.split_to_add is not None and not is_new):
        return ""
    return (
        f"The column “{shortened(column)}” seems to say which rows are for "
        f"training and which for testing, but cannot be used: {suggestion.split_fault}"
    )


@dataclass(frozen=True)
class Guess:
    """What a file seems to be, before it is read as somebody chose.

    `formats` are those it may have, names and titles, the likeliest first; `encoding` is None for
    the formats that have none; `sheets` are those of a workbook.
    """

    formats: dict[str, str]
    encoding: str | None
    sheets: tuple[str, ...] = ()


def guess(filename: str, source: Source, chosen: str | None = None) -> Guess:
    """Look at the beginning of a file.

    Args:
        chosen: the name of a format to be taken instead of the likeliest.

    Raises:
        DataError: if it cannot be opened, or is in no format that is read.
    """
    formats = formats_of(filename, source)
    likeliest = format_named(chosen) if chosen else formats[0]
    encoding = None
    if likeliest.is_text:
        try:
            encoding = detected_encoding(filename, unpacked(filename, source))
        except DataError:  # said when it is read
            encoding = UTF_8
    sheets = sheet_names(filename, unpacked(filename, source)) if likeliest.name == "excel" else ()
    return Guess({candidate.name: candidate.title for candidate in formats}, encoding, sheets)


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
            words = ", ".join(f"“{word}”" for word in preview.words)
            check = f"Check these words: {words}. If they look wrong, choose another encoding."
        yield f"Read as {ENCODINGS[reading.encoding]}. {check}"
    if len(preview.formats) > 1:
        others = ", ".join(preview.formats[1:])
        yield f"Read in the format {preview.formats[0]}; it could also be: {others} (--format)."
    if len(preview.sheets) > 1:
        yield (
            f"Read from the sheet “{shortened(reading.sheet or '')}” of "
            f"{counted(len(preview.sheets), 'sheet')} ({listed(preview.sheets)})."
        )
    if reading.header is not None:
        yield (
            "Row 1 is read as the columns' names."
            if reading.header
            else "Row 1 is read as a sentence: the columns have no names."
        )
