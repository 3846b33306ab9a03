"""Asks who works here: once in each browser, and only where something is about to be stored."""

from __future__ import annotations

import streamlit as st

from rrr.errors import DataError
from rrr.records import MAX_PERSON_LENGTH, Person
from rrr.services.people import naming
from rrr.services.workspace import Workspace
from rrr.ui import session_person, tab_state
from rrr.ui.plain_text import plain

_MOST_OFFERED = 8
_IS_BLANK = "whether a name was given that is none"


def name_question(opened: Workspace, place: str = "page") -> None:
    """Draw the question; the page comes once it is answered.

    Args:
        place: where it stands, if it can stand at several places of a page.
    """
    people = naming.known_people(opened)
    st.subheader("Who are you?", anchor=False)
    st.caption(
        "Your marks bear your name, so that several people can work side by side. This browser "
        "remembers it."
    )
    if people:
        with st.container(horizontal=True):
            for person in people[:_MOST_OFFERED]:
                st.button(
                    plain(person.name),
                    key=f"be {person.key} {place}",
                    on_click=_be,
                    args=(opened, person),
                )
    with st.form(f"name form {place}", border=False, width=420):
        key = f"name {place}"
        label = "Another name" if people else "Your name"
        st.text_input(label, max_chars=MAX_PERSON_LENGTH, key=key)
        st.form_submit_button(
            "Go on", type="primary", key=f"name given {place}", on_click=_given, args=(opened, key)
        )
        if st.session_state.pop(_IS_BLANK, False):
            st.error("Type your name first.", icon=":material/error:")
    if session_person.wants_change():
        st.button("Keep the name I have", key=f"stay {place}", on_click=session_person.stay)


def _given(opened: Workspace, key: str) -> None:
    try:
        _be(opened, naming.by_name(opened, st.session_state[key]))
    except DataError:
        st.session_state[_IS_BLANK] = True


def _be(opened: Workspace, person: Person) -> None:
    naming.remember(opened, person)
    tab_state.forget_what_belongs_to_the_project()
    session_person.be(person)
