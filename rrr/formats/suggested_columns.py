"""Guesses which column of a table is what. It never proposes what an import would refuse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from rrr.errors import DataError
from rrr.formats.columns import (
    LABEL_NAMES,
    SPLIT_NAMES,
    TEXT_NAMES,
    ColumnChoice,
    columns_named,
)
from rrr.formats.names import look_of, shortened
from rrr.formats.splits import is_usual_split
from rrr.formats.table import NUM_LOOKED_AT, Table
from rrr.formats.table_examples import TableExamples
from rrr.formats.usable_corpus import MAX_LABELS, MAX_NAME_LENGTH

_MOST_TRIED = 6
"""Columns without a telling name that are tried as the label; each is read to its end."""


@dataclass(frozen=True)
class SuggestedColumns:
    """`label` is None where no column, or more than one, could be it: `candidates` then has those
    that could. `is_label_known` says whether its name tells that it is the label. `faulty_label` is
    a column that should be it by its name, but cannot; `label_fault` tells why. `faulty_split`
    is a column that should say the splits by its name and values, but cannot do so in a new
    project; `split_fault` tells why. `split_to_add` is the split column where the file is added to
    a project, which may have the rows that this file lacks."""

    text: str
    label: str | None
    split: str | None = None
    is_label_known: bool = True
    candidates: tuple[str, ...] = ()
    faulty_label: str | None = None
    label_fault: str = ""
    split_to_add: str | None = None
    faulty_split: str | None = None
    split_fault: str = ""

    @property
    def choice(self) -> ColumnChoice | None:
        """What would be imported; None while it is not known which column is the label."""
        return None if self.label is None else ColumnChoice(self.text, self.label, self.split)


def suggest_columns(table: Table) -> SuggestedColumns:
    """Guess by the columns' names; failing that, in the first rows the widest is the text, and a
    column with few different values could be the label. A split column holds one of the usual names
    there.

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
    named = [name for name in columns_named(table.columns, TEXT_NAMES) if widths[name]]
    text = named[0] if named else max(table.columns, key=lambda name: widths[name])
    split = next(
        (
            name
            for name in columns_named(table.columns, SPLIT_NAMES)
            if name != text and any(map(is_usual_split, values.get(name, ())))
        ),
        None,
    )
    named_label = [name for name in columns_named(table.columns, LABEL_NAMES) if name != text]
    for name in named_label:
        if accepted := _accepted(table, text, name, split):
            return accepted
    other_columns = [name for name in table.columns if name not in (text, split)]
    tried = islice(_plausible(other_columns, values), _MOST_TRIED)
    accepted_ones = [each for name in tried if (each := _accepted(table, text, name, split))]
    if len(accepted_ones) == 1 and not named_label:
        return replace(accepted_ones[0], is_label_known=False)
    faulty_label, fault = None, ""
    if named_label:
        faulty_label = named_label[0]
        fault = _fault(_settled(table), ColumnChoice(text, faulty_label, None))
    return SuggestedColumns(
        text,
        None,
        split,
        is_label_known=False,
        candidates=tuple(each.label for each in accepted_ones if each.label is not None),
        faulty_label=faulty_label,
        label_fault=fault,
        split_to_add=split,
    )


def _plausible(names: Iterable[str], values: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Columns whose values could be labels: few, short, and not each of them another one."""
    for name in names:
        cells = [cell for cell in values.get(name, ()) if cell.strip()]
        different = set(map(look_of, cells))
        is_short = max(map(len, cells), default=0) <= MAX_NAME_LENGTH
        if is_short and 2 <= len(different) <= min(MAX_LABELS, max(2, len(cells) // 2)):
            yield name


def _accepted(table: Table, text: str, label: str, split: str | None) -> SuggestedColumns | None:
    """What an import with this label column would take, if need be without the split column, and
    then what is wrong with that."""
    short = _settled(table)
    with_split = ColumnChoice(text, label, split if split != label else None)
    fault = _fault(short, with_split)
    if not fault:
        return SuggestedColumns(text, label, with_split.split, split_to_add=with_split.split)
    if with_split.split is None:
        return None
    try:
        divided = TableExamples(short, ColumnChoice(text, label, None))
    except DataError:
        return None
    may_be_added = not _fault(short, with_split, divided.labels)
    return SuggestedColumns(
        text,
        label,
        split_to_add=split if may_be_added else None,
        faulty_split=split,
        split_fault=fault,
    )


def _settled(table: Table) -> Table:
    """As if all were answered: people are asked later about texts that are too long and about words
    outside evidence; a file that is one split need not make a project."""
    settled = replace(table.reading, long_texts="cut", unmarked="nothing", split=None)
    return replace(table, reading=settled)


def _fault(table: Table, choice: ColumnChoice, labels: tuple[str, ...] | None = None) -> str:
    """Why it would be refused, without the file's name; empty if it would not."""
    try:
        TableExamples(table, choice, labels)
    except DataError as error:
        return str(error).removeprefix(table.filename).lstrip(":, ")
    return ""
