"""What a tab compares, and the keys of the Compare page's fields."""

from __future__ import annotations

import streamlit as st

from rrr.ui import address

BEFORE_PARAM, AFTER_PARAM = "before", "after"
"""Ids of the runs that are compared, in the address."""

BEFORE, AFTER = "compare before", "compare after"
SECTION = "compare section"
VIEW, SPLIT, SEARCH, ONLY_MARKED = (
    "compare view",
    "compare split",
    "compare search",
    "compare only marked",
)
WORD = "compare word"
METHOD, SIGNED = "compare method", "compare signed"
MEASURED_SPLIT = "compare measured split"
CELL = "compare cell"
"""What is taken for what by one of the models: only such sentences are shown."""
DESK = "sentence desk"

_COMPARED = "ids of the runs last compared"
_PLACE_IN = "place in sentences: "


def compared() -> tuple[int | None, int | None]:
    """Ids of the runs to compare, before and after, as in the address, else as this tab last did;
    they may not exist."""
    linked = address.number(BEFORE_PARAM), address.number(AFTER_PARAM)
    if linked != (None, None):
        return linked
    found: tuple[int | None, int | None] = st.session_state.get(_COMPARED, (None, None))
    return found


def compare(before_id: int, after_id: int) -> None:
    """Compare these runs, in this tab and in its address."""
    st.session_state[_COMPARED] = before_id, after_id
    address.write(BEFORE_PARAM, before_id)
    address.write(AFTER_PARAM, after_id)


def place_in(sentences: str) -> str:
    """Key of the field with one's place, from 1, in a list of sentences to compare on."""
    return _PLACE_IN + sentences


def move_place(sentences: str, step: int) -> None:
    """Go on in that list, or back."""
    st.session_state[place_in(sentences)] += step
