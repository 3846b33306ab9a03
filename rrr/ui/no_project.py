"""What a page shows before there is a project."""

from __future__ import annotations

import streamlit as st

from rrr.ui.page_links import page_link


def no_project_yet() -> None:
    """Say what is missing, and where to get it."""
    st.markdown("There is no project yet. Open the demo or import your own sentences first.")
    page_link("projects", "Projects", ":material/folder_open:")
