"""Texts of users and files as Markdown that shows exactly them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rrr.printable import printable

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def markdown_text(text: str) -> str:
    """The text on one line, all ASCII punctuation behind backslashes, as CommonMark has it.

    So it can be no link, no HTML, no heading and no cell of its own.
    """
    return _PUNCTUATION.sub(r"\\\1", printable(" ".join(text.split())))


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
