"""The marks as they were at each training: train with them again, or go back to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import get_args

import streamlit as st

from rrr.counted import counted
from rrr.records import MergePolicy, Project, Run, Snapshot, TrainingConfig
from rrr.services.marks.back_to_snapshot import roll_back
from rrr.services.marks.snapshots import SnapshotUse
from rrr.services.training import runs
from rrr.ui import tab_state
from rrr.ui.history import history_state
from rrr.ui.model_button import model_button
from rrr.ui.page_links import go_to
from rrr.ui.paging import on_page
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted

_PAGE_SIZE = 8


def moment(snapshot: Snapshot, zone: tzinfo) -> str:
    """When it was taken, for `zone`, and how much was struck."""
    taken_at = snapshot.created_at.astimezone(zone)
    return (
        f"{taken_at.day} {taken_at:%b %H:%M} · {counted(snapshot.num_marked_tokens, 'word')} struck"
    )


def snapshot_list(
    project: Project, uses: Sequence[SnapshotUse], runs: Sequence[Run], zone: tzinfo
) -> None:
    """All snapshots, newest first, a few a page."""
    by_id = {run.id: run for run in runs}
    for use in on_page(uses, _PAGE_SIZE, history_state.SNAPSHOTS_PAGE):
        with st.container(border=True):
            _row(project, use, by_id, zone)


_ASKED = "asked to go back to snapshot "
"""Begins the key of the popover that asks."""


def rolled_back_line(project: Project) -> None:
    """Say what going back has done, and offer to undo it."""
    done = history_state.rolled_back()
    if done is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(
            f"The marks are what they were then: {counted(done.num_answers, 'answer')} and "
            f"{counted(done.num_rules, 'rule')} changed.",
            icon=":material/history:",
        )
        st.button(
            "Undo", key="undo going back", on_click=_go_back, args=(project, done.before.id, True)
        )


def _row(project: Project, use: SnapshotUse, runs_by_id: Mapping[int, Run], zone: tzinfo) -> None:
    snapshot = use.snapshot
    text_column, button_column = st.columns([5, 4], vertical_alignment="center")
    trained = [runs_by_id[run_id] for run_id in use.run_ids if run_id in runs_by_id]
    names = ", ".join(plain(run.name) for run in trained if not run.is_baseline)
    text_column.markdown(f"**{moment(snapshot, zone)}**")
    text_column.caption(
        f"in {counted(snapshot.num_marked_sentences, 'training sentence')} · "
        f"{counted(snapshot.num_rules, 'rule')} · "
        f"{counted(snapshot.num_reviewed, 'sentence')} reviewed"
        + (
            f" · put together by {snapshot.merge}"
            if snapshot.merge in get_args(MergePolicy)
            else ""
        )
        + (f" · trained: {names}" if names else "")
    )
    finished = [run for run in trained if run.status == "finished"]
    with button_column.container(horizontal=True, horizontal_alignment="right"):
        if finished:
            with st.popover("Models", key=f"models of snapshot {snapshot.id}"):
                for run in finished:
                    model_button(run)
        config = next(
            (run.config for run in trained[::-1] if not run.is_baseline), TrainingConfig()
        )
        if st.button(
            "Train with these",
            key=f"train with snapshot {snapshot.id}",
            icon=":material/model_training:",
            help="Trains a baseline and a model with the marks and sentences as they were then, "
            "and the settings they were last trained with.",
            disabled=snapshot.num_marked_tokens == 0 or not tab_state.may(project, "train"),
        ):
            with st.spinner("Reading those marks…"):
                runs.start_pair(tab_state.workspace(), project.id, config, snapshot.id)
            go_to("train")
        if not tab_state.may(project, "change the project"):
            return
        with st.popover(
            "Go back to these…",
            icon=":material/history:",
            key=f"{_ASKED}{snapshot.id}",
            on_change="rerun",
        ):
            st.markdown(
                "All answers and rules become what they were then. The marks as they are now are "
                "kept first, so this can be undone."
            )
            st.button(
                "Go back",
                key=f"go back to snapshot {snapshot.id}",
                type="primary",
                on_click=_go_back,
                args=(project, snapshot.id, False),
            )


@refusal_noted
def _go_back(project: Project, snapshot_id: int, undoing: bool) -> None:
    done = roll_back(tab_state.workspace(), project, snapshot_id)
    st.session_state[f"{_ASKED}{snapshot_id}"] = False
    history_state.keep_rolled_back(None if undoing else done)
