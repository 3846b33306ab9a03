"""Long lists, a page at a time; in place of a page that is no longer there, the first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

T = TypeVar("T")


def on_page(rows: Sequence[T], size: int, key: str) -> Sequence[T]:
    """Draw the choice of a page, where there are several; returns the rows of the chosen one."""
    start = page_start(len(rows), size, key)
    return rows[start : start + size]


def page_start(number: int, size: int, key: str) -> int:
    """Draw the choice of a page, where there are several; returns the index of its first row.

    Args:
        number: how many rows there are.
        size: rows on a page.
        key: session-state key of the choice.
    """
    num_pages = math.ceil(number / size)
    return (st.pagination(num_pages, key=key) - 1) * size if num_pages > 1 else 0


def start_chosen(size: int, key: str) -> int:
    """Index of the first row of the page that was chosen last, for a list whose length is only
    known once the page is read; `page_start` then draws the choice below it."""
    return (max(1, int(st.session_state.get(key) or 1)) - 1) * size
