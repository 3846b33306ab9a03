"""Which column of a table is what."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from rrr.errors import DataError
from rrr.formats.table import Table

_TEXT_NAMES = ("text", "sentence", "review", "content", "body", "comment", "message")
_LABEL_NAMES = ("label", "class", "category", "sentiment", "target", "y")
_SPLIT_NAMES = ("split", "partition", "subset", "fold", "set")


@dataclass(frozen=True)
class ColumnChoice:
    """Names of the columns to read. Without a split column the rows are divided here."""

    text: str
    label: str
    split: str | None = None


_NUM_LOOKED_AT = 1_000
"""Rows from which columns without telling names are guessed."""


def suggest_columns(table: Table) -> ColumnChoice:
    """Guess by the columns' names; failing that, in the first rows the widest is the text and the
    one with fewest different values the label.

    Raises:
        DataError: if there are fewer than two columns.
    """
    if len(table.columns) < 2:
        raise DataError(
            f"{table.filename} has one column, “{table.columns[0]}”. Expected one with the text "
            "and one with the label, divided by commas, semicolons or tabs."
        )
    rows = [row.cells for row in islice(table.rows(), _NUM_LOOKED_AT)]
    widths = {name: sum(len(row[i]) for row in rows) for i, name in enumerate(table.columns)}
    text = _named(table, _TEXT_NAMES) or max(table.columns, key=lambda name: widths[name])
    others = [name for name in table.columns if name != text]
    split = _named(table, _SPLIT_NAMES)
    variety = {name: len({row[table.column(name)] for row in rows}) for name in others}
    unnamed = [name for name in others if name != split] or others
    label = _named(table, _LABEL_NAMES) or min(unnamed, key=lambda name: variety[name])
    return ColumnChoice(text, label, split if split != label else None)


def _named(table: Table, names: tuple[str, ...]) -> str | None:
    by_folded = {column.casefold(): column for column in table.columns}
    return next((by_folded[name] for name in names if name in by_folded), None)
