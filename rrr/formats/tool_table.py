"""The rows of an annotation tool as a table: a text, a label, a split, and what is highlighted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, get_args

from rrr.errors import DataError
from rrr.formats.cells import usable
from rrr.formats.encoding import detected_encoding
from rrr.formats.file_format import Format, Look
from rrr.formats.highlights import Highlights, Span
from rrr.formats.json_entries import Entry, entries, is_list
from rrr.formats.read_options import Reading
from rrr.formats.source import Source, check_text
from rrr.formats.table import Row, Table
from rrr.records import AnnotationStatus

NOTHING = Highlights()


class ToolRow(NamedTuple):
    """One text; label and split are "" where there is none."""

    number: int
    text: str
    label: str
    split: str = ""
    highlights: Highlights = NOTHING


def tool_table(
    filename: str, unit: str, rows_of: Callable[[], Iterator[ToolRow]], reading: Reading
) -> Table:
    """A table of the columns text, label and, if a row has one, split; all rows are looked at once.

    Args:
        unit: what is counted, as in `Table`.
        rows_of: reads the rows anew each time.

    Raises:
        DataError: naming the row, if one is not as the tool writes it.
    """
    columns = ["text", "label"]
    has_split = False
    for row in rows_of():  # to the last, so that all are checked
        has_split = has_split or bool(row.split)
    if has_split:
        columns.append("split")

    def rows(indices: Sequence[int] | None) -> Iterator[Row]:
        for row in rows_of():
            cells = (row.text, row.label, row.split)
            places = range(len(columns)) if indices is None else indices
            yield Row(row.number, tuple(cells[index] for index in places), row.highlights)

    return Table(filename, tuple(columns), unit, rows, reading)


def json_format(
    name: str,
    title: str,
    endings: tuple[str, ...],
    fits: Callable[[Look], bool],
    row_of: Callable[[Entry], ToolRow],
) -> Format:
    """The format of a tool that writes an object of JSON for each text, in a list or one a line.

    Memory: one object.

    Args:
        row_of: reads an object; raises DataError, naming the line or the item, if it is not as the
            tool writes it.
        name, title, endings, fits: as in `Format`.
    """

    def read(filename: str, source: Source, reading: Reading) -> Table:
        encoding = reading.encoding or detected_encoding(filename, source)
        check_text(filename, source, encoding)
        reading = replace(reading, encoding=encoding, header=None)
        unit = "item" if is_list(filename, source, encoding) else "line"
        return tool_table(
            filename, unit, lambda: map(row_of, entries(filename, source, encoding)), reading
        )

    return Format(name, title, endings, fits, read)


def one_text(place: str, name: str, value: Any) -> str:
    """A value that must be a text.

    Raises:
        DataError: if it is none.
    """
    if value is None:
        return ""
    if isinstance(value, list | dict):
        kind = "a list" if isinstance(value, list) else "an object"
        raise DataError(
            f"{place}: “{name}” is {kind}. Expected a text. Correct it, or choose another format."
        )
    return usable(place, name, value)


def as_list(place: str, name: str, value: Any) -> list[Any]:
    """A value that must be a list, or missing.

    Raises:
        DataError: if it is something else.
    """
    if value is None:
        return []
    if not isinstance(value, list):
        raise DataError(
            f"{place}: “{name}” is no list. Correct it, or choose another format for the file."
        )
    return value


def offset(place: str, name: str, value: Any) -> int:
    """A value that must be an offset.

    Raises:
        DataError: if it is none.
    """
    if type(value) is not int:
        raise DataError(
            f"{place}: “{name}” of a highlight is {str(value)[:40]}. Expected a whole number."
        )
    return value


def span_of(place: str, values: Mapping[str, Any]) -> Span:
    """A highlight from `start` to `end`, with its `label` if it has one.

    Raises:
        DataError: if one of them is something else.
    """
    start, end = (offset(place, name, values.get(name)) for name in ("start", "end"))
    return Span(start, end, one_text(place, "label", values.get("label")))


def name_of_text(values: Mapping[str, Any]) -> str | None:
    """Under which name the text stands: “text”, else that of the longest text there is."""
    lengths = {name: len(value) for name, value in values.items() if isinstance(value, str)}
    return "text" if "text" in lengths else max(lengths, key=lengths.__getitem__, default=None)


def status_of(value: Any) -> AnnotationStatus | None:
    """The status that a file written here has beside a text; None in all others."""
    return next((status for status in get_args(AnnotationStatus) if status == value), None)
