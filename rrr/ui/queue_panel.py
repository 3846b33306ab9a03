"""In which order the sentences come, and what further marking can be expected to change."""

from __future__ import annotations

import streamlit as st

from rrr.annotating.queue_order import Order
from rrr.formats.percent import percent
from rrr.records import Project
from rrr.services import outlook, queue, run_reading
from rrr.services.outlook import Outlook
from rrr.ui import state
from rrr.ui.counted import counted
from rrr.ui.marking import start_anew

ORDER_NAMES: dict[Order, str] = {
    "useful": "most useful first",
    "in_order": "in order",
    "random": "random",
    "changed": "changed since the last run",
    "flagged": "flagged",
    "mine": "mine",
}

SECONDS_BETWEEN_LOOKS = 2.0
_ABOUT = (
    "Most useful first: sentences where the model is unsure and leans on words nobody has judged "
    "yet. Random: an order of your own. Flagged: everybody's flags. Mine: your answers, to look "
    "through again."
)


def queue_panel(project: Project) -> None:
    """Draw the choice of the order, and the outlook beside it."""
    workspace, annotator = state.workspace(), state.annotator()
    run_reading.begin(workspace, project)
    found = queue.state(workspace, project, annotator)
    # Another tab may have chosen since; the database is the truth.
    st.session_state[state.QUEUE_ORDER] = found.order
    choice, told = st.columns([1, 3], vertical_alignment="center")
    choice.selectbox(
        "Next sentence",
        queue.ORDERS,
        format_func=lambda order: ORDER_NAMES[order],
        key=state.QUEUE_ORDER,
        help=_ABOUT,
        on_change=_choose,
        args=(project,),
    )
    with told:
        if found.in_force != found.order:
            st.caption("In order, until a model is trained: then the most useful come first.")
        elif line := outlook_line(outlook.outlook(workspace, project, annotator)):
            st.caption(line)
        _reading(project)


def outlook_line(found: Outlook) -> str:
    """What can be told, in words; empty if nothing can."""
    parts = []
    if found.unjudged is not None and found.unjudged_then is not None:
        now, then = percent(found.unjudged), percent(found.unjudged_then)
        parts.append(
            f"You have not judged the words that carry {now} of the model's saliency"
            + (
                f"; the next {outlook.NEXT} sentences would bring that to {then}"
                if now != then
                else ""
            )
            + "."
        )
    if (new := found.new_words) is not None:
        parts.append(
            f"{new.hits} of your last {counted(new.answers, 'answer')} struck a word for the first "
            f"time: expect {percent(new.low)} to {percent(new.high)} of the next ones to."
        )
    return " ".join(parts)


def _choose(project: Project) -> None:
    chosen: Order = st.session_state[state.QUEUE_ORDER]
    queue.choose(state.workspace(), project, state.annotator(), chosen)
    start_anew()


def _reading(project: Project) -> None:
    """How far the newest model has read; draws the page again once it has."""
    if run_reading.state(state.workspace(), project).share is None:
        return

    @st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
    def draw() -> None:
        share = run_reading.state(state.workspace(), project).share
        if share is None:
            st.rerun()
        st.caption(f"The newest model is reading the sentences: {percent(share or 0.0)}.")

    draw()
