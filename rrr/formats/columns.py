"""Which column of a table is what, and the names by which columns are known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rrr.formats.names import look_of

TEXT_NAMES = (
    "text",
    "sentence",
    "review",
    "content",
    "body",
    "comment",
    "message",
    "description",
    "utterance",
    "tweet",
    "document",
)
LABEL_NAMES = (
    "label",
    "labels",
    "class",
    "category",
    "sentiment",
    "target",
    "topic",
    "intent",
    "queue",
    "type",
    "tag",
    "y",
)
SPLIT_NAMES = ("split", "partition", "subset", "fold", "set")
KNOWN_NAMES = frozenset((*TEXT_NAMES, *LABEL_NAMES, *SPLIT_NAMES, "id"))
"""By which columns are known, in lower case."""

_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class ColumnChoice:
    """Names of the columns to read. Without a split column the rows are divided here."""

    text: str
    label: str
    split: str | None = None


def columns_named(columns: tuple[str, ...], names: tuple[str, ...]) -> list[str]:
    """The columns of these names, in the order of the names; then those whose last word is one of
    them, as in “ticket type”."""
    folded = {column: look_of(column).casefold() for column in columns}
    last_words = {
        column: _BETWEEN_WORDS.split(name.strip("_ "))[-1] for column, name in folded.items()
    }
    exact = [column for name in names for column in columns if folded[column] == name]
    ending = [column for name in names for column in columns if last_words[column] == name]
    return list(dict.fromkeys((*exact, *ending)))
