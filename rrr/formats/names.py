"""Names from files: labels, splits, columns. Two that look equal are one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import regex

# Tags tell the flags of England and Scotland apart, variation selectors end many emoji.
_UNSEEN = regex.compile(r"(?V1)[[\p{Default_Ignorable_Code_Point}\p{Cc}]--[\U000E0020-\U000E007F]]")
_AT_START = regex.compile(r"(?V1)[[\s\p{Cf}\p{Cc}]--[\U000E0020-\U000E007F]]+")

_NUM_LISTED, _LENGTH_LISTED = 20, 60


def name_of(cell: str) -> str:
    """What a cell names: composed, without white space or unseen characters at its ends.

    Unseen characters within are kept: some scripts and many emoji need them.
    """
    if _is_plain(cell):
        return " ".join(cell.split())
    backwards = _without_start(unicodedata.normalize("NFC", cell))[::-1]
    return " ".join(_without_start(backwards)[::-1].split())


def look_of(name: str) -> str:
    """Equal for names that a reader cannot tell apart."""
    visible = name if _is_plain(name) else unicodedata.normalize("NFC", _UNSEEN.sub("", name))
    return " ".join(visible.split())


def is_blank(cell: str) -> bool:
    """Whether there is nothing to be seen in it."""
    return not cell.strip() or (len(cell) < 100 and not look_of(cell))


def listed(names: Sequence[str]) -> str:
    """Names for a message, however many and long they are."""
    listed = ", ".join(shortened(name) for name in names[:_NUM_LISTED])
    num_more = len(names) - _NUM_LISTED
    return f"{listed} and {num_more:,} more" if num_more > 0 else listed


def rows_listed(numbers: Sequence[int], most: int = 20) -> str:
    """“row 42”, “rows 3, 1,716 and 5 more”: the first of them, at most so many, for a message."""
    listed = ", ".join(f"{number:,}" for number in numbers[:most])
    num_more = len(numbers) - most
    and_more = f" and {num_more:,} more" if num_more > 0 else ""
    return f"row{'' if len(numbers) == 1 else 's'} {listed}{and_more}"


def shortened(name: str) -> str:
    """A name for a message, however long it is."""
    return name if len(name) <= _LENGTH_LISTED else f"{name[:_LENGTH_LISTED]}…"


def _is_plain(name: str) -> bool:
    """Whether there is but one way to write it; most names are, and soon done with."""
    return name.isascii() and name.isprintable()


def _without_start(name: str) -> str:
    start = _AT_START.match(name)
    return name if start is None else name[start.end() :]
