"""In which order the sentences come, and what further marking can be expected to change."""

from __future__ import annotations

import streamlit as st

from rrr.annotating.sentence_order import Order
from rrr.counted import counted
from rrr.formats.percent import percent
from rrr.records import Project
from rrr.services.guidance import corpus_reading, next_sentence, outlook
from rrr.services.guidance.outlook import Outlook
from rrr.ui import tab_state
from rrr.ui.annotate import marking_state
from rrr.ui.annotate.marking import start_anew
from rrr.ui.plain_text import plain
from rrr.ui.reading_wait import wait_for_reading
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

_ESTIMATES = (
    "Two estimates from what is stored. The first adds up the saliency of the newest model in the "
    "training sentences and tells which share of it lies on words of no sentence you have answered "
    "and of no rule. The second counts your last answers; its range holds the true rate with 95 % "
    "certainty."
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
        now = corpus_reading.state(workspace, project)
        reading = now.share is not None
        if order_state.in_force != order_state.order:
            until = "the newest model has read the sentences" if reading else "a model is trained"
            st.caption(f"in order, until {until}", width="content")
        if reading:
            wait_for_reading(project)
    if now.failure:
        offer_retry(now.failure)


def outlook_panel(project: Project) -> None:
    """Say what further marking can be expected to change, if anything can be said."""
    if line := outlook_line(outlook.outlook(tab_state.workspace(), project, tab_state.annotator())):
        st.caption(plain(line), help=_ESTIMATES)


def outlook_line(expected: Outlook) -> str:
    """What can be told, in words; empty if nothing can."""
    parts = []
    if expected.unjudged is not None and expected.unjudged_then is not None:
        now, then = percent(expected.unjudged), percent(expected.unjudged_then)
        soon = f"; the next {outlook.NEXT} sentences would bring that to {then}"
        parts.append(
            f"{now} of what the model leans on are words you have not judged yet"
            f"{soon if now != then else ''}."
        )
    if (new := expected.new_words) is not None:
        parts.append(
            f"{new.hits} of your last {counted(new.answers, 'answer')} struck a word for the first "
            f"time: expect that of {percent(new.low)} to {percent(new.high)} of the next ones."
        )
    return " ".join(parts)


def _choose(project: Project) -> None:
    chosen: Order = st.session_state[marking_state.QUEUE_ORDER]
    next_sentence.choose(tab_state.workspace(), project, tab_state.annotator(), chosen)
    start_anew()
