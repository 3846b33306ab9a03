"""What stands on a page while the newest model reads the training sentences."""

from __future__ import annotations

import streamlit as st

from rrr.formats.percent import percent
from rrr.records import Project
from rrr.services.guidance import corpus_reading
from rrr.ui import tab_state
from rrr.ui.page_part import page_part


@page_part(run_every=2)
def wait_for_reading(project: Project) -> None:
    """How far it has come; the page is drawn anew once it is over."""
    share = corpus_reading.state(tab_state.workspace(), project).share
    if share is None:
        st.rerun()
    st.caption(f"{percent(share or 0.0)} read by the newest model", width="content")
