"""Which two runs a tab compares, in its address and in its session state."""

from __future__ import annotations

import streamlit as st

from rrr.ui import address
from rrr.ui.remembered import remembered

BEFORE_PARAM, AFTER_PARAM = "before", "after"
"""Ids of the runs that are compared, in the address."""

_COMPARED = "ids of the runs last compared"


def compared() -> tuple[int | None, int | None]:
    """Ids of the runs to compare, before and after, as in the address, else as this tab last did;
    they may not exist."""
    linked = address.number(BEFORE_PARAM), address.number(AFTER_PARAM)
    if linked != (None, None):
        return linked
    return remembered(_COMPARED, (None, None))


def compare(before_id: int, after_id: int) -> None:
    """Compare these runs, in this tab and in its address."""
    st.session_state[_COMPARED] = before_id, after_id
    address.write(BEFORE_PARAM, before_id)
    address.write(AFTER_PARAM, after_id)
