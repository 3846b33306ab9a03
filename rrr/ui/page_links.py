"""Ways from page to page."""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitAPIException, StreamlitPageNotFoundError

from rrr.records import Project
from rrr.ui import tab_state


def page_link(name: str, label: str, icon: str) -> None:
    """A link to `pages/{name}.py`; left out if that page does not exist, as when a page runs alone.

    `label` is Markdown: pass texts of users through `plain`.
    """
    try:
        st.page_link(f"pages/{name}.py", label=label, icon=icon)
    except StreamlitPageNotFoundError:
        return


def train_link(project: Project) -> None:
    """The way to training, for those who may train."""
    if tab_state.may(project, "train"):
        page_link("train", "Train with your marks", ":material/model_training:")


def go_to(name: str) -> None:
    """Go to `pages/{name}.py`; rerun if that page does not exist."""
    try:
        st.switch_page(f"pages/{name}.py")
    except StreamlitAPIException:
        st.rerun()
