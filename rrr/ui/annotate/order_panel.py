"""In which order the sentences come."""

from __future__ import annotations

import streamlit as st

from rrr.annotating.sentence_order import Order
from rrr.records import Project
from rrr.services.guidance import corpus_reading, next_sentence
from rrr.ui import tab_state
from rrr.ui.annotate import marking_state
from rrr.ui.annotate.marking import start_anew
from rrr.ui.reading_wait import wait_for_reading
from rrr.ui.refusals import refusal_noted
from rrr.ui.waiting import offer_retry

ORDER_NAMES: dict[Order, str] = {
    "useful": "most useful first",
    "in_order": "in order",
    "random": "random",
    "changed": "changed since the last run",
    "flagged": "flagged",
    "mine": "mine",
}

_ABOUT = (
    "Most useful first: the model is unsure and relies on words nobody has checked. Random: "
    "each person has an order of their own. Flagged: sentences that anybody flagged. Mine: your "
    "answers, to check them again."
)


def queue_panel(project: Project) -> None:
    """Draw the choice of the order, in one line."""
    workspace, annotator = tab_state.workspace(), tab_state.annotator()
    corpus_reading.begin(workspace, project)
    order_state = next_sentence.state(workspace, project, annotator)
    # Another tab may have chosen since; the database is the truth.
    st.session_state[marking_state.QUEUE_ORDER] = order_state.order
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Next sentence", width="content", help=_ABOUT)
        st.selectbox(
            "Next sentence",
            next_sentence.ORDERS,
            format_func=lambda order: ORDER_NAMES[order],
            key=marking_state.QUEUE_ORDER,
            label_visibility="collapsed",
            width=230,
            on_change=_choose,
            args=(project,),
        )
        reading_state = corpus_reading.state(workspace, project)
        reading = reading_state.share is not None
        if order_state.in_force != order_state.order:
            until = "the newest model has read the sentences" if reading else "a model is trained"
            st.caption(f"in order, until {until}", width="content")
        if reading:
            wait_for_reading(project)
    if reading_state.failure:
        offer_retry(reading_state.failure)


@refusal_noted
def _choose(project: Project) -> None:
    chosen: Order = st.session_state[marking_state.QUEUE_ORDER]
    next_sentence.choose(tab_state.workspace(), project, tab_state.annotator(), chosen)
    start_anew()
