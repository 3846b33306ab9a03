"""What a tab remembers is there until it is taken."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def test_a_value_stays_until_it_is_taken() -> None:
    def page() -> None:
        import streamlit as st

        from rrr.ui.remembered import remembered, taken

        values = [remembered("key", "none"), taken("key", "none"), remembered("key", "none")]
        st.text(" ".join(values))

    at = AppTest.from_function(page)
    at.session_state["key"] = "kept"
    assert at.run().text[0].value == "kept kept none"
