"""In the sidebar: who works here."""

from __future__ import annotations

import streamlit as st

from rrr.services.workspace import Workspace
from rrr.ui import session_person
from rrr.ui.plain_text import plain
from rrr.ui.sign_in import sign_out_button, way_of_signing_in


def person_line(opened: Workspace) -> None:
    """Draw the person's name and the way to another; nothing before there is a name."""
    person, _ = session_person.present_person(opened)
    session_person.keep_in_browser(opened.settings)
    if person is None:
        return
    st.caption(f"You are **{plain(person.name)}**")
    if (way := way_of_signing_in(opened.settings)) is not None:
        sign_out_button(way)
    elif not opened.settings.is_named:
        st.button(
            "Change name", key="change name", type="tertiary", on_click=session_person.ask_again
        )
