"""Which column of a table is what."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from rrr.errors import DataError
from rrr.formats.names import look_of, shortened
from rrr.formats.splits import is_usual_split
from rrr.formats.table import NUM_LOOKED_AT, Table

_TEXT_NAMES = ("text", "sentence", "review", "content", "body", "comment", "message")
_LABEL_NAMES = ("label", "class", "category", "sentiment", "target", "y")
_SPLIT_NAMES = ("split", "partition", "subset", "fold", "set")
KNOWN_NAMES = frozenset((*_TEXT_NAMES, *_LABEL_NAMES, *_SPLIT_NAMES, "id"))
"""By which columns are known, in lower case."""


@dataclass(frozen=True)
class ColumnChoice:
    """Names of the columns to read. Without a split column the rows are divided here."""

    text: str
    label: str
    split: str | None = None


def suggest_columns(table: Table) -> ColumnChoice:
    """Guess by the columns' names; failing that, in the first rows the widest is the text and the
    one with fewest different values the label. A split column holds one of the usual names there.

    Raises:
        DataError: if there are fewer than two columns.
    """
    if len(table.columns) < 2:
        received = f"one column, “{shortened(table.columns[0])}”" if table.columns else "no columns"
        raise DataError(
            f"{table.filename} has {received}. Expected one with the text and one with the label: "
            "in CSV divided by commas, semicolons or tabs, in JSON Lines as two names in each line."
        )
    first = (row.cells for row in islice(table.rows(), NUM_LOOKED_AT))
    values = dict(zip(table.columns, zip(*first, strict=True), strict=False))
    widths = {name: sum(map(len, values.get(name, ()))) for name in table.columns}
    text = _named(table, _TEXT_NAMES) or max(table.columns, key=lambda name: widths[name])
    others = [name for name in table.columns if name != text]
    split = _named(table, _SPLIT_NAMES)
    if split is not None and not any(map(is_usual_split, values.get(split, ()))):
        split = None
    variety = {name: len(set(values.get(name, ()))) for name in others}
    unnamed = [name for name in others if name != split] or others
    label = _named(table, _LABEL_NAMES) or min(unnamed, key=lambda name: variety[name])
    return ColumnChoice(text, label, split if split != label else None)


def _named(table: Table, names: tuple[str, ...]) -> str | None:
    by_folded = {look_of(column).casefold(): column for column in table.columns}
    return next((by_folded[name] for name in names if name in by_folded), None)
