"""Compare: what the marks changed, measured first, then seen sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import streamlit as st

from rrr.errors import RightReasonsError
from rrr.formats.html_report import html_report
from rrr.records import ACTIVE_STATUSES, Project, Run
from rrr.services import runs
from rrr.services.comparing import RunPair, explain_pair, run_pairs
from rrr.services.marked_splits import MarkedSplits, marked_splits_soon
from rrr.services.reporting import report_of
from rrr.services.verdict import verdict
from rrr.services.warmup import warm_tensorflow
from rrr.ui import state
from rrr.ui.comparison import big_numbers, charts, verdict_line
from rrr.ui.heatmap import heatmap_pair
from rrr.ui.marks_wait import wait_for_marks
from rrr.ui.page_links import page_link
from rrr.ui.plain_text import plain
from rrr.ui.sentence_picker import pick_sentence


def nothing_to_compare(known: Sequence[Run]) -> None:
    if any(run.status in ACTIVE_STATUSES for run in known):
        st.markdown("Training is under way. What your marks changed can be seen when it is done.")
        page_link("train", "Watch it train", ":material/model_training:")
    else:
        st.markdown(
            "Nothing has been trained yet that could be compared: a model without your marks "
            "and one with them."
        )
        page_link("train", "Train with your marks", ":material/model_training:")


def choose(pairs: Sequence[RunPair]) -> RunPair:
    """The newest pair, unless another one is picked."""
    zone = ZoneInfo(st.context.timezone or "UTC")
    by_run = {pair.after.id: pair for pair in pairs}

    def name(run_id: int) -> str:
        pair = by_run[run_id]
        when = (pair.after.finished_at or pair.after.created_at).astimezone(zone)
        title = verdict(*pair.evaluations).title.lower()
        return f"{pair.after.weight_name} · {when.day} {when:%b %H:%M} · {title}"

    heading, picker = st.columns([3, 2], vertical_alignment="bottom")
    heading.title("Compare")
    chosen = picker.selectbox("Before → after", list(by_run), format_func=name, key="compare runs")
    return by_run[chosen]


@st.fragment
def sentences(pair: RunPair, marked: MarkedSplits) -> None:
    """Heatmaps of the sentence picked; drawn anew without the rest of the page."""
    try:
        choice = pick_sentence(pair, marked)
        if choice is None:
            return
        with st.spinner("Asking both models…"):
            (explained,) = explain_pair(
                state.workspace(), pair, [choice.text], [sorted(choice.marked)]
            )
        if choice.label is not None:
            st.caption(f"{plain(choice.where or '')} · labelled {plain(choice.label)}")
        heatmap_pair(explained, choice.label)
    except RightReasonsError as error:
        st.error(plain(str(error)), icon=":material/error:")


@st.fragment(run_every=1.0)
def wait_for_tensorflow() -> None:
    """The numbers above need no TensorFlow; the heatmaps do, and loading it takes seconds."""
    if not warm_tensorflow().is_alive():
        st.rerun()
    st.status("Loading TensorFlow for the heatmaps…", state="running")


def report_button(project: Project, pair: RunPair) -> None:
    workspace = state.workspace()
    st.download_button(
        "Download as a report",
        data=lambda: html_report(report_of(workspace, project, pair)),
        file_name="right-reasons-report.html",
        mime="text/html",
        icon=":material/download:",
        on_click="ignore",
        key="compare report",
    )


def page() -> None:
    project = state.current_project()
    if project is None:
        st.title("Compare")
        st.markdown("There is no project yet. Open the demo or import your own sentences first.")
        page_link("projects", "Projects", ":material/folder_open:")
        return
    known = runs.list_runs(state.workspace(), project.id)
    pairs = run_pairs(known)
    if not pairs:
        st.title("Compare")
        nothing_to_compare(known)
        return
    pair = choose(pairs)
    evaluations = pair.evaluations
    verdict_line(verdict(*evaluations))
    big_numbers(*evaluations)
    with st.expander("All measurements", icon=":material/bar_chart:"):
        charts(*evaluations)
    st.header("Sentence by sentence", anchor=False)
    marked = marked_splits_soon(state.workspace(), project)
    if marked is None:
        wait_for_marks(project)
        return
    if marked.marks_hash != pair.after.marks_hash:
        st.caption("Your marks have changed since this training; struck below is what is now.")
    if warm_tensorflow().is_alive():
        wait_for_tensorflow()
        return
    sentences(pair, marked)
    report_button(project, pair)


try:
    page()
except RightReasonsError as error:
    st.error(plain(str(error)), icon=":material/error:")
