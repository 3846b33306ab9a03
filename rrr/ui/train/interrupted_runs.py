"""What stopped when the program ended, on top of the page, with one button that goes on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rrr.records import ACTIVE_STATUSES, Run
from rrr.services.training import runs
from rrr.ui import tab_state
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted


def interrupted_runs(known: Sequence[Run]) -> None:
    """Offer to resume the newest press, if it was interrupted.

    Args:
        known: the project's runs, newest first.
    """
    stopped = stopped_press(known)
    if not stopped:
        return
    reports = runs.epochs(tab_state.workspace(), stopped[0].id)
    sentence = description(stopped, reports[-1].epoch if reports else 0)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/pause_circle: {plain(sentence)}", width="content")
        may_train = tab_state.may(stopped[0].project_id, "train")
        if may_train:
            st.button("Resume", key="resume", type="primary", on_click=_resume, args=(stopped,))


@refusal_noted
def _resume(stopped: Sequence[Run]) -> None:
    for run in stopped:
        runs.resume(tab_state.workspace(), run.id)


def stopped_press(known: Sequence[Run]) -> list[Run]:
    """The interrupted runs of the newest press, oldest first; none while anything is under way."""
    if not known or any(run.status in ACTIVE_STATUSES for run in known):
        return []
    newest = max(known, key=lambda run: run.id)
    press = [run for run in known if run.pair_id == newest.pair_id is not None] or [newest]
    return sorted((r for r in press if r.status == "interrupted"), key=lambda run: run.id)


def description(stopped: Sequence[Run], epoch: int) -> str:
    """How far the press was, in a sentence; `epoch`: the last one done of what was being trained,
    0 for none."""
    first = stopped[0]
    which = "The baseline" if first.is_baseline else "The run with your marks"
    stage = first.stage
    sought = "λ" if stage is None or stage.classifier is None else "the kind of classifier"
    search = f", searching {sought}: {stage.title}" if stage else ""
    where = f" at epoch {epoch} of {first.config.epochs}" if epoch else " before its first epoch"
    if first.error:
        return f"{which} stopped{where}{search}. {first.error}"
    return f"{which} stopped{where} when the server ended{search}."
