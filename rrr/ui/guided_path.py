"""Leads a visitor with texts of their own through the pages, from the import to the verdict.

That they are led stands in the address, too, so that a reload or a link goes on with it.
"""

from __future__ import annotations

import streamlit as st

from rrr.services.story.guided import NUM_STEPS, step_of
from rrr.ui import address, tab_state
from rrr.ui.page_links import go_to, page_link

_GUIDED = "guided through the pages"
_GUIDE_PARAM = "guide"
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
        st.session_state[_GUIDED] = True
        # At once in the address: a tab that reconnects on the way is a new session.
        go_to("projects", **{_GUIDE_PARAM: "1"})


def is_guided() -> bool:
    return bool(st.session_state.get(_GUIDED)) or address.number(_GUIDE_PARAM) == 1


def guided_path() -> None:
    """Say above the page what to do now; nothing for whoever is not guided."""
    if is_guided():
        st.session_state[_GUIDED] = True
        address.write(_GUIDE_PARAM, 1)
        _draw()


# What is struck or trained below does not draw the app anew, so it looks by itself.
@st.fragment(run_every=_SECONDS_BETWEEN_LOOKS)
def _draw() -> None:
    if not is_guided():
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
    st.session_state[_GUIDED] = False
    address.forget(_GUIDE_PARAM)
