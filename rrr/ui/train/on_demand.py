"""What explains a choice that the app has made: shown at once, or folded behind its title."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def on_demand(title: str, key: str, draw: Callable[[], None], *, folded: bool) -> None:
    """Draw it; where it is folded, only once it is opened.

    Args:
        title: what it says while it is folded.
        key: session-state key of whether it is open.
        draw: draws it.
        folded: whether it is opened on demand only.
    """
    if not folded:
        draw()
        return
    box = st.expander(title, key=key, on_change="rerun")
    if box.open:
        with box:
            draw()
