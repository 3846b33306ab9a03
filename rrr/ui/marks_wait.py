"""What stands on a page while the marks of a large project are read."""

from __future__ import annotations

import streamlit as st

from rrr.records import Project
from rrr.services.marked_splits import marked_splits_soon
from rrr.ui import state


@st.fragment(run_every=1)
def wait_for_marks(project: Project) -> None:
    """Say what is waited for; the page is drawn anew once it is there."""
    if marked_splits_soon(state.workspace(), project) is not None:
        st.rerun()
    st.status(
        f"Reading the marks of {project.num_examples:,} sentences. This takes some seconds.",
        state="running",
    )
