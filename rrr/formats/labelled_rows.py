"""Writes the rows of a file again, each with what a model makes of its text, in the same format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rrr.formats.csv_text import Cell, csv_lines
from rrr.formats.excel_writing import excel_bytes
from rrr.formats.table import Row

_MARK = b"\xef\xbb\xbf"
"""The byte order mark by which spreadsheets know UTF-8."""


class LabelledRow(NamedTuple):
    """A row with its most likely label, the probability of each label, and the words that spoke
    for it, the weightiest first. A row without text has none of them."""

    row: Row
    predicted: str | None
    probabilities: Mapping[str, float]
    words: tuple[str, ...]


class NewColumns(NamedTuple):
    """What the added columns are called: names that the file does not have."""

    predicted: str
    words: str
    probabilities: tuple[str, ...]

    @classmethod
    def beside(cls, columns: Sequence[str], probabilities: Sequence[str]) -> NewColumns:
        """Such names, each as wished or with a number behind."""
        names = set(columns)

        def fresh(name: str) -> str:
            number, free = 2, name
            while free in names:
                number, free = number + 1, f"{name} {number}"
            names.add(free)
            return free

        return cls(fresh("predicted"), fresh("words that decided"), (*map(fresh, probabilities),))


def labelled_csv(
    columns: Sequence[str],
    labels: Sequence[str],
    rows: Iterable[LabelledRow],
    separator: str = ",",
) -> Iterator[bytes]:
    """A CSV file in pieces: the file's own columns, then the new ones."""
    yield _MARK
    cells = (_cells(row, labels) for row in rows)
    for line in csv_lines(_header(columns, labels), cells, separator):
        yield line.encode()


def labelled_excel(
    columns: Sequence[str], labels: Sequence[str], rows: Iterable[LabelledRow]
) -> Iterator[bytes]:
    """An Excel workbook with the same columns, in one piece."""
    yield excel_bytes(_header(columns, labels), (_cells(row, labels) for row in rows))


def _header(columns: Sequence[str], labels: Sequence[str]) -> list[str]:
    new_columns = NewColumns.beside(columns, [f"probability of {label}" for label in labels])
    return [*columns, new_columns.predicted, *new_columns.probabilities, new_columns.words]


def _cells(labelled: LabelledRow, labels: Sequence[str]) -> list[Cell]:
    """The cells of a row, its own and the new ones."""
    shares: list[Cell] = [labelled.probabilities.get(label) for label in labels]
    return [*labelled.row.cells, labelled.predicted, *shares, ", ".join(labelled.words)]


def labelled_jsonl(
    entries: Iterable[tuple[int, Mapping[str, Any]]],
    columns: Sequence[str],
    rows: Iterable[LabelledRow],
) -> Iterator[bytes]:
    """A JSON Lines file in pieces: each object as it was, with three more names.

    Args:
        entries: the file's objects with the numbers of their lines.
        columns: the names that occur in them.
        rows: of the same lines, in the same order.
    """
    new_columns = NewColumns.beside(columns, ["probabilities"])
    by_line = iter(entries)
    for labelled in rows:
        entry = next(entry for number, entry in by_line if number == labelled.row.number)
        values = {
            new_columns.predicted: labelled.predicted,
            new_columns.probabilities[0]: labelled.probabilities,
            new_columns.words: labelled.words,
        }
        yield (json.dumps({**entry, **values}) + "\n").encode()
