"""Review: how far people agree, and what counts where they differ."""

from __future__ import annotations

import streamlit as st

from rrr.records import Project
from rrr.services.permissions import may
from rrr.services.review.team_reading import team_reading_soon
from rrr.ui import tab_state
from rrr.ui.no_project import no_project_yet
from rrr.ui.page_part import page_part
from rrr.ui.plain_text import plain
from rrr.ui.refusals import errors_shown, notices_shown
from rrr.ui.review.agreement_panel import agreement_panel
from rrr.ui.review.sentence_list import sentence_list
from rrr.ui.waiting import arrived


@page_part()
def review(project: Project) -> None:
    notices_shown()
    reading = arrived(
        team_reading_soon(tab_state.workspace(), project), "Comparing what people struck"
    )
    if reading is None:
        return
    if not reading.hands.num_sentences:
        st.info(
            "No two people have reviewed the same sentence yet. Have a second person annotate "
            "this project; then you see here where they differ.",
            icon=":material/group:",
        )
        return
    agreement_panel(reading)
    sentence_list(project, reading)


def page() -> None:
    st.title("Review")
    project = tab_state.current_project()
    if project is None:
        no_project_yet()
        return
    if not may(tab_state.workspace(), project, "review"):
        st.info(
            "Annotators work without seeing each other’s marks. Ask an owner of "
            f"“{plain(project.name)}” if you should review them.",
            icon=":material/visibility_off:",
        )
        return
    st.caption("Click a word to decide whether it is struck. Your decision overrides all marks.")
    review(project)


with errors_shown():
    page()
