"""History: how marks and models moved, what changed between, and the way back."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from rrr.records import Project
from rrr.services.comparison.run_history import history_points
from rrr.services.marks import snapshots
from rrr.services.training import runs
from rrr.ui import tab_state
from rrr.ui.chart_panel import show_chart
from rrr.ui.history import history_state
from rrr.ui.history.audit_panel import audit_panel
from rrr.ui.history.mark_changes import changes
from rrr.ui.history.run_charts import accuracy_history, reliance_history
from rrr.ui.history.snapshot_list import rolled_back_line, snapshot_list
from rrr.ui.no_project import no_project_yet
from rrr.ui.page_links import train_link
from rrr.ui.refusals import errors_shown, notices_shown
from rrr.ui.time_zone import time_zone

_BY_WORDS, _BY_MODELS = "words struck", "models in order"


def moved(project: Project, zone: ZoneInfo) -> None:
    """Accuracy and reliance, from model to model."""
    points = history_points(runs.list_runs(tab_state.workspace(), project.id))
    if not any(point.num_marked_tokens for point in points):
        st.caption(
            "No model has been trained with your marks yet. Its measurements will be shown here."
        )
        train_link(project)
        return
    by = st.segmented_control(
        "Show by", [_BY_WORDS, _BY_MODELS], default=_BY_WORDS, key=history_state.AXIS
    )
    left, right = st.columns(2, gap="large")
    with left:
        show_chart(accuracy_history(points, zone, by_words=by != _BY_MODELS))
    with right:
        show_chart(reliance_history(points, zone, by_words=by != _BY_MODELS))
    st.caption(
        "A model with no struck words was trained without marks. Each model is tested on the "
        "words that were struck when it was trained."
    )


def page() -> None:
    st.title("History")
    project = tab_state.current_project()
    if project is None:
        no_project_yet()
        return
    notices_shown()
    zone = time_zone()
    rolled_back_line(project)
    moved(project, zone)
    st.header("Marks as they were", anchor=False)
    uses = snapshots.list_snapshots(tab_state.workspace(), project.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("The marks are kept whenever a training starts.", width="content")
        if st.button("Keep them now", key="keep marks", icon=":material/bookmark_add:"):
            with st.spinner("Reading the marks…"):
                snapshots.take(tab_state.workspace(), project)
            st.rerun()
    if uses:
        snapshot_list(project, uses, runs.list_runs(tab_state.workspace(), project.id), zone)
        st.header("What changed", anchor=False)
        changes(project, uses, zone)
    audit_panel(project, zone)


with errors_shown():
    page()
