"""Long lists in parts: databases bound the number of parameters of a query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

_MOST_ASKED = 500
"""Ids or words per query."""


def in_parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in their order, not more at once than one query may ask about."""
    for start in range(0, len(items), _MOST_ASKED):
        yield items[start : start + _MOST_ASKED]
