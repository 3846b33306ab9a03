"""Leads a visitor with texts of their own through the pages, from the import to the verdict.

That they are led stands in the address, too, with the project that was open when the guide began,
so that a reload or a link goes on with it.
"""

from __future__ import annotations

import streamlit as st

from rrr.services.story.guided import NUM_STEPS, step_of
from rrr.ui import address, tab_state
from rrr.ui.page_links import go_to, page_link
from rrr.ui.page_part import page_part
from rrr.ui.remembered import remembered

_BEGUN_WITH = "project with which the guide began"
_HAS_LEFT = "whether the guide was left"
_NO_PROJECT = 0
_GUIDE_PARAM = "guide"
_SECONDS_BETWEEN_LOOKS = 3.0
_LINKS = {
    "projects": ("To the import", ":material/upload_file:"),
    "train": ("To the training page", ":material/model_training:"),
    "words": ("To the words", ":material/format_strikethrough:"),
    "compare": ("To the verdict", ":material/compare:"),
}


def begin_button(label: str) -> None:
    """Begin, on the page where files are imported; whoever is led already goes on."""
    if st.button(label, key="begin guide", icon=":material/route:"):
        if _begun_with() is None:
            project = tab_state.current_project()
            st.session_state[_BEGUN_WITH] = project.id if project else _NO_PROJECT
            st.session_state[_HAS_LEFT] = False
        go_to("projects")


def guided_path() -> None:
    """Say above the page what to do now; nothing for whoever is not guided."""
    begun_with = _begun_with()
    if begun_with is not None:
        st.session_state[_BEGUN_WITH] = begun_with
        address.write(_GUIDE_PARAM, begun_with)
        _draw()
    else:
        address.forget(_GUIDE_PARAM)


def _begun_with() -> int | None:
    """Id of the project that was open when the guide began; None for whoever is not guided."""
    begun_with: int | None = remembered(_BEGUN_WITH, None)
    if begun_with is not None or remembered(_HAS_LEFT, False):
        # What was asked before the guide was left still comes with the address of then.
        return begun_with
    return address.number(_GUIDE_PARAM)


# What is struck or trained below does not draw the app anew, so it looks by itself.
@page_part(run_every=_SECONDS_BETWEEN_LOOKS)
def _draw() -> None:
    begun_with = _begun_with()
    if begun_with is None:
        return
    project = tab_state.current_project()
    if project is not None and project.id == begun_with:
        project = None  # it holds other texts than those that are to be brought
    step = step_of(tab_state.workspace(), project, tab_state.annotator())
    with st.container(border=True, key="guide"):
        st.markdown(
            f"**Your own story, step {step.number} of {NUM_STEPS}: {step.title}.** "
            f"{step.what_to_do}"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            page_link(step.page, *_LINKS[step.page])
            st.button("Leave the guide", key="leave guide", type="tertiary", on_click=_leave)


def _leave() -> None:
    st.session_state.pop(_BEGUN_WITH, None)
    st.session_state[_HAS_LEFT] = True
    address.forget(_GUIDE_PARAM)
