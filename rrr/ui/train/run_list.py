"""The list of runs: starred first, page by page, with what can be done to each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from rrr.records import Run
from rrr.services.training import run_shelf, runs
from rrr.services.workspace import Workspace
from rrr.ui import tab_state
from rrr.ui.paging import on_page
from rrr.ui.refusals import refusal_noted
from rrr.ui.time_zone import time_zone
from rrr.ui.train import train_state
from rrr.ui.train.run_details import run_details
from rrr.ui.train.run_rows import STYLE, run_row

PAGE_SIZE = 6


def run_list(known: Sequence[Run]) -> None:
    """Draw all runs, starred first, else newest first."""
    if deleted := train_state.deleted_run():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"Run {deleted} is deleted.", width="content")
            st.button("Undo", key="undo delete", on_click=_restore, args=(deleted,))
    if not known:
        return
    starred = [run for run in known if run.starred]
    shown = starred + [run for run in known if not run.starred]
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.subheader("Runs", anchor=False, width="content")
        key = train_state.ONLY_STARRED
        if starred and st.toggle("Starred only", key=key, persist_state="session"):
            shown = starred
    st.html(STYLE)
    rows = st.container()  # above the choice of a page
    on_show = on_page(shown, PAGE_SIZE, train_state.RUNS_PAGE)
    with rows:
        for run in on_show:
            _row(run)


def _row(run: Run) -> None:
    may_train = tab_state.may(run.project_id, "train")
    with st.container(border=True):
        star, what, more = st.columns([0.5, 7, 2.5], vertical_alignment="center")
        star.button(
            "★" if run.starred else "☆",
            key=f"star {run.id}",
            type="tertiary",
            help="Take the star off" if run.starred else "Star it, to keep it on top",
            disabled=not may_train,
            on_click=_star,
            args=(run.id, not run.starred),
        )
        what.html(run_row(run, time_zone()))
        with more.container(horizontal=True, horizontal_alignment="right"):
            if may_train:
                _again(run)
            details = st.popover("Details", key=f"details {run.id}", on_change="rerun")
            if details.open:
                with details:
                    run_details(run)


def _again(run: Run) -> None:
    """What brings a run to its end after all."""
    if run.status == "interrupted":
        label, verb = "Resume", runs.resume
    elif run.status in ("failed", "cancelled"):
        label, verb = "Retry", runs.retry
    else:
        return
    st.button(label, key=f"again {run.id}", on_click=_go_on, args=(verb, run.id))


@refusal_noted
def _go_on(verb: Callable[[Workspace, int], Run], run_id: int) -> None:
    verb(tab_state.workspace(), run_id)


@refusal_noted  # it may have been deleted in another tab
def _star(run_id: int, starred: bool) -> None:
    run_shelf.star(tab_state.workspace(), run_id, starred)


@refusal_noted
def _restore(run_id: int) -> None:
    train_state.keep_deleted_run(None)
    run_shelf.restore(tab_state.workspace(), run_id)
