"""What a tab remembers, with its type: Streamlit's session state has none."""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

T = TypeVar("T")


def remembered(key: str, default: T) -> T:
    """The value under a key, all of whose values are of one type; `default` if there is none."""
    value: T = st.session_state.get(key, default)
    return value


def taken(key: str, default: T) -> T:
    """As `remembered`, and forget it."""
    value: T = st.session_state.pop(key, default)
    return value
