"""Leads a visitor with texts of their own through the pages, from the import to the verdict."""

from __future__ import annotations

import streamlit as st

from rrr.services.story.guided import NUM_STEPS, step_of
from rrr.ui import tab_state
from rrr.ui.page_links import go_to, page_link

GUIDED = "guided through the pages"
_SECONDS_BETWEEN_LOOKS = 3.0
_LINKS = {
    "projects": ("To the import", ":material/upload_file:"),
    "train": ("To the training page", ":material/model_training:"),
    "words": ("To the words", ":material/format_strikethrough:"),
    "compare": ("To the verdict", ":material/compare:"),
}


def begin_button(label: str) -> None:
    """Begin, on the page where files are imported."""
    if st.button(label, key="begin guide", icon=":material/route:"):
        st.session_state[GUIDED] = True
        go_to("projects")


def guided_path() -> None:
    """Say above the page what to do now; nothing for whoever is not guided."""
    if st.session_state.get(GUIDED):
        _draw()


# What is struck or trained below does not draw the app anew, so it looks by itself.
@st.fragment(run_every=_SECONDS_BETWEEN_LOOKS)
def _draw() -> None:
    if not st.session_state.get(GUIDED):
        return
    step = step_of(tab_state.workspace(), tab_state.current_project(), tab_state.annotator())
    with st.container(border=True, key="guide"):
        st.markdown(
            f"**Your own story, step {step.number} of {NUM_STEPS}: {step.title}.** "
            f"{step.what_to_do}"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            page_link(step.page, *_LINKS[step.page])
            st.button("Leave the guide", key="leave guide", type="tertiary", on_click=_leave)


def _leave() -> None:
    st.session_state[GUIDED] = False
