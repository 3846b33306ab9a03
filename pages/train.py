"""Train: one press trains a baseline and a model with the marks, and shows them as they go."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import streamlit as st

from rrr.errors import RightReasonsError
from rrr.formats.duration import duration
from rrr.records import ACTIVE_STATUSES, TRAIN, Project, Run, TrainingConfig
from rrr.services import annotating, runs
from rrr.services.marked_splits import marked_splits_soon
from rrr.services.run_progress import expected_seconds
from rrr.ui import state
from rrr.ui.counted import counted
from rrr.ui.live_runs import live_runs
from rrr.ui.marks_wait import wait_for_marks
from rrr.ui.page_links import page_link
from rrr.ui.plain_text import plain
from rrr.ui.run_rows import run_row
from rrr.ui.training_form import training_form

NUM_RUNS_SHOWN = 10
_WHAT_HAPPENS = {
    False: "Trains twice on the same sentences, without your marks and with them, so that what "
    "differs is what your marks did.",
    True: "Trains on the same sentences without your marks, then with them, as strongly as it "
    "takes: until swapping struck words changes next to nothing and the model is as right as one "
    "that never saw them.",
}
"""By whether λ is found automatically."""
TEXT_WIDTH = 600  # pixels, about 75 characters of a caption


def start(project: Project, known: Sequence[Run]) -> None:
    """What is marked, the button, and the settings behind it."""
    marked = marked_splits_soon(state.workspace(), project)
    if marked is None:
        wait_for_marks(project)
        return
    training = marked.splits[TRAIN]
    num_words = sum(len(marked) for marked in training.marked)
    progress = annotating.progress(state.workspace(), project, state.annotator())
    if num_words:
        num_sentences = sum(bool(marked) for marked in training.marked)
        st.markdown(
            f"**{counted(num_words, 'word')}** struck out in {num_sentences:,} of "
            f"{counted(len(training), 'training sentence')} · {counted(progress.num_rules, 'rule')}"
            f" · {counted(progress.reviewed, 'sentence')} reviewed",
        )
    else:
        st.markdown("No word is struck out yet, so there is nothing that training could heed.")
        page_link("annotate", "Strike some words first", ":material/ink_eraser:")
    button = st.container()
    with st.expander("Settings", icon=":material/tune:"):
        config = training_form()
    with button:
        press(project, config, num_words, marked.num_training_words, known)


def press(
    project: Project,
    config: TrainingConfig | None,
    num_words: int,
    num_tokens: int,
    known: Sequence[Run],
) -> None:
    pressed = st.button(
        "Train with my marks",
        type="primary",
        icon=":material/model_training:",
        key="train",
        disabled=config is None or num_words == 0,
    )
    if config is None:
        return
    st.caption(
        f"{_WHAT_HAPPENS[config.reason_weight == 'auto']} Takes about "
        f"{duration(expected_seconds(config, num_tokens, known))}; you can leave this page.",
        width=TEXT_WIDTH,
    )
    if pressed:
        with st.spinner("Reading the marks…"):
            runs.start_pair(state.workspace(), project.id, config)
        st.rerun()


def past(known: Sequence[Run]) -> None:
    """All runs, newest first."""
    if not known:
        return
    st.subheader("Runs")
    for run in known[:NUM_RUNS_SHOWN]:
        row(run)
    if older := known[NUM_RUNS_SHOWN:]:
        with st.expander(f"{len(older)} older runs"):
            for run in older:
                row(run)


def row(run: Run) -> None:
    with st.container(border=True):
        what, more = st.columns([7, 1], vertical_alignment="center")
        what.html(run_row(run, ZoneInfo(st.context.timezone or "UTC")))
        with more.popover("Details", key=f"details {run.id}"):
            details(run)


def details(run: Run) -> None:
    """Settings, what went wrong, and the way to get rid of it."""
    if run.traceback:
        with st.expander("Where it stopped"):
            st.code(run.traceback, language=None)
    usual = TrainingConfig().to_dict()
    changed = {n: v for n, v in run.config.to_dict().items() if v != usual[n]}
    told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in changed.items())
    st.text(
        f"Run {run.id}, {run.num_marked_tokens:,} words struck out. Settings other than the "
        f"defaults: {told or 'none'}."
    )
    if run.status in ACTIVE_STATUSES:
        if st.button("Cancel this run", key=f"cancel {run.id}"):
            runs.cancel(state.workspace(), run.id)
            st.rerun()
        return
    st.text("Its curves, its measurements and its model will be gone for good.")
    if st.button("Delete for good", key=f"delete {run.id}"):
        runs.delete_run(state.workspace(), run.id)
        st.rerun()


def page() -> None:
    st.title("Train")
    project = state.current_project()
    if project is None:
        st.markdown("There is nothing to train on yet.")
        page_link("projects", "Open a project first", ":material/folder_open:")
        return
    known = runs.list_runs(state.workspace(), project.id)
    start(project, known)
    live_runs(project.id, known)
    past(known)


try:
    page()
except RightReasonsError as error:
    st.error(plain(str(error)), icon=":material/error:")
