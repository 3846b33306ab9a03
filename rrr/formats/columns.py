"""From a table to examples: which column is what, and which rows are of use."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from rrr.errors import DataError
from rrr.formats.table import MAX_TEXT_LENGTH, Table
from rrr.records import TEST, TRAIN, VALIDATION, NewExample

MAX_LABELS = 100
MAX_SPLITS = 20
MAX_NAME_LENGTH = 200
"""Of a label or a split, in code points."""

_TEXT_NAMES = ("text", "sentence", "review", "content", "body", "comment", "message")
_LABEL_NAMES = ("label", "class", "category", "sentiment", "target", "y")
_SPLIT_NAMES = ("split", "partition", "subset", "fold", "set")
_SPLIT_ALIASES = {
    "training": TRAIN,
    "val": VALIDATION,
    "valid": VALIDATION,
    "dev": VALIDATION,
    "development": VALIDATION,
    "testing": TEST,
}


@dataclass(frozen=True)
class ColumnChoice:
    """Names of the columns to read. Without a split column the rows are divided here."""

    text: str
    label: str
    split: str | None = None


def suggest_columns(table: Table) -> ColumnChoice:
    """Guess by the columns' names; failing that, the widest is the text and the one with fewest
    different values the label.

    Raises:
        DataError: if there are fewer than two columns.
    """
    if len(table.columns) < 2:
        raise DataError(
            f"{table.filename} has one column, “{table.columns[0]}”. Expected one with the text "
            "and one with the label, divided by commas, semicolons or tabs."
        )
    widths = {name: sum(len(row[i]) for row in table.rows) for i, name in enumerate(table.columns)}
    text = _named(table, _TEXT_NAMES) or max(table.columns, key=lambda name: widths[name])
    others = [name for name in table.columns if name != text]
    split = _named(table, _SPLIT_NAMES)
    variety = {name: len({row[table.column(name)] for row in table.rows}) for name in others}
    unnamed = [name for name in others if name != split] or others
    label = _named(table, _LABEL_NAMES) or min(unnamed, key=lambda name: variety[name])
    return ColumnChoice(text, label, split if split != label else None)


def examples_of(table: Table, choice: ColumnChoice) -> tuple[list[NewExample], int]:
    """The examples in file order, and the number of rows passed over for having no text.

    An empty label is allowed: such an example can be annotated, but not trained on. Without a
    split column 70 % of the different texts train, 15 % validate, 15 % test, drawn by the hash of
    the text: always the same way, and equal texts together.

    Raises:
        DataError: naming file, row and remedy, if the rows cannot make a project.
    """
    text_column, label_column = table.column(choice.text), table.column(choice.label)
    split_column = None if choice.split is None else table.column(choice.split)
    if len({text_column, label_column, split_column}) < 3:
        raise DataError(
            "Text, label and split must be different columns. Received: "
            f"{choice.text}, {choice.label}, {choice.split or 'no split'}."
        )
    examples: list[NewExample] = []
    for index, row in enumerate(table.rows):
        text = row[text_column]
        if not text.strip():
            continue
        _refuse_long(table, index, "text", text, MAX_TEXT_LENGTH)
        label = row[label_column].strip()
        _refuse_long(table, index, "label", label, MAX_NAME_LENGTH)
        split = "" if split_column is None else _split_name(table, index, row[split_column])
        examples.append(NewExample(text, label or None, split))
    if split_column is None:
        examples = _divided(examples)
    _refuse_useless(table, choice, examples)
    return examples, len(table.rows) - len(examples)


def labels_of(examples: list[NewExample]) -> tuple[str, ...]:
    """The different labels in alphabetical order."""
    return tuple(sorted({example.label for example in examples if example.label is not None}))


def _named(table: Table, names: tuple[str, ...]) -> str | None:
    by_folded = {column.casefold(): column for column in table.columns}
    return next((by_folded[name] for name in names if name in by_folded), None)


def _refuse_long(table: Table, index: int, what: str, value: str, limit: int) -> None:
    if len(value) > limit:
        raise DataError(
            f"{table.place(index)}: the {what} is {len(value):,} characters long, "
            f"at most {limit:,} are allowed. Shorten it, or choose another column."
        )


def _split_name(table: Table, index: int, cell: str) -> str:
    name = cell.strip()
    if not name:
        raise DataError(
            f"{table.place(index)}: the split is empty. Write train, validation or test there, "
            "or choose no split column."
        )
    _refuse_long(table, index, "split", name, MAX_NAME_LENGTH)
    folded = name.casefold()
    if folded in (TRAIN, VALIDATION, TEST):
        return folded
    return _SPLIT_ALIASES.get(folded, name)


def _divided(examples: list[NewExample]) -> list[NewExample]:
    texts = sorted(
        {example.text for example in examples},
        key=lambda text: hashlib.sha256(text.encode()).digest(),
    )
    test_begins = min(round(0.85 * len(texts)), len(texts) - 1)  # at least one test text
    validation_begins = round(0.70 * len(texts))
    split_of = {
        text: TRAIN if rank < validation_begins else VALIDATION if rank < test_begins else TEST
        for rank, text in enumerate(texts)
    }
    return [NewExample(each.text, each.label, split_of[each.text]) for each in examples]


def _refuse_useless(table: Table, choice: ColumnChoice, examples: list[NewExample]) -> None:
    if not examples:
        raise DataError(
            f"{table.filename}: no row has a text in the column “{choice.text}”. "
            "Choose the column with the text."
        )
    labels = labels_of(examples)
    if not 2 <= len(labels) <= MAX_LABELS:
        raise DataError(
            f"{table.filename}: the column “{choice.label}” has {len(labels):,} different "
            f"labels. Expected 2 to {MAX_LABELS}. Choose the column with the label."
        )
    splits = {example.split for example in examples}
    if len(splits) > MAX_SPLITS:
        raise DataError(
            f"{table.filename}: the column “{choice.split}” has {len(splits):,} different "
            f"splits. Expected at most {MAX_SPLITS}. Choose another split column, or none."
        )
    if TRAIN not in splits or not splits - {TRAIN, VALIDATION}:
        found = ", ".join(sorted(splits))
        raise DataError(
            f"{table.filename}: expected rows to train on and rows to test on. Received in the "
            f"column “{choice.split}”: {found}. Name them train and test, or choose no split "
            "column and have the rows divided."
        )
    in_training = labels_of([example for example in examples if example.split == TRAIN])
    if len(in_training) < 2:
        raise DataError(
            f"{table.filename}: the rows to train on need at least two labels. Received: "
            f"{', '.join(in_training) or 'none'}. Add rows of the other labels."
        )
