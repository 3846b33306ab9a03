"""Texts of users and files as Markdown that shows exactly them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rrr.printable import printable

# All but what only means something at the beginning of a line; an address links by itself.
_OBEYED = re.compile(r"([\\`*_{}\[\]<>#|~!&$@]|:(?=//)|(?<=\bwww)\.)", re.IGNORECASE)


def markdown_text(text: str) -> str:
    """The text on one line, to stand within one, what Markdown obeys behind backslashes.

    So it can be no link, no HTML, no emphasis and no cell of its own.
    """
    return _OBEYED.sub(r"\\\1", printable(" ".join(text.split())))


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
