"""What is chosen in a row of buttons must not be harder to read than what is not."""

from __future__ import annotations

import streamlit as st

_STYLE = """<style>
[data-testid=stButtonGroup] [aria-checked=true] { color: inherit !important; font-weight: 600; }
</style>"""


def show_what_is_chosen() -> None:
    """Write it in the colour of text.

    Streamlit takes the theme's primary colour. In the dark theme that carries white text on
    buttons, which leaves it 3.8 : 1 on the page: no colour is bright enough for the one and dark
    enough for the other. Frame and ground still have it.
    """
    st.html(_STYLE)
