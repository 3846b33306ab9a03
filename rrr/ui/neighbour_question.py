"""Where a model's weight moved when words were struck, and the way to strike that as well."""

from __future__ import annotations

import streamlit as st

from rrr.errors import RightReasonsError
from rrr.formats.percent import percent
from rrr.records import Project
from rrr.services.background import Pending
from rrr.services.comparison.neighbours import Neighbour, neighbours_soon
from rrr.services.comparison.pairs import RunPair
from rrr.services.guidance.insight import is_welcome
from rrr.services.marks.marked_splits import MarkedSplits
from rrr.ui import tab_state
from rrr.ui.fair_question import FAIR_HELP, call_fair
from rrr.ui.page_links import go_to
from rrr.ui.plain_text import plain
from rrr.ui.rule_state import look_at
from rrr.ui.waiting import arrived


def neighbour_question(project: Project, pair: RunPair | None, marked: MarkedSplits | None) -> None:
    """Say to which neighbours of the struck words the weight moved; nothing where it did not.

    Args:
        project: whose marks they are.
        pair: the newest models; None for none.
        marked: its sentences; None while they are being read.
    """
    with st.container():  # always there: what comes below keeps its place
        _ask(project, pair, marked)


def _ask(project: Project, pair: RunPair | None, marked: MarkedSplits | None) -> None:
    workspace = tab_state.workspace()
    if pair is None or marked is None or not is_welcome(workspace):
        return
    try:
        neighbours = neighbours_soon(workspace, project, pair, marked)
    except RightReasonsError:
        return  # a model is gone: the page says so where it is needed
    if isinstance(neighbours, Pending):
        arrived(neighbours, "Both models are asked where the weight has moved…")
    if not isinstance(neighbours, list):
        return
    for neighbour in neighbours:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(neighbour_line(neighbour), width="content")
            st.button(
                "Fair",
                key=f"fair neighbour {neighbour.text}",
                help=FAIR_HELP,
                on_click=call_fair,
                args=(project, neighbour.text),
            )
            word_or_phrase = "word" if len(neighbour.phrase) == 1 else "phrase"
            if st.button(
                f"Strike the {word_or_phrase}…",
                key=f"strike neighbour {neighbour.text}",
                help="Shows every sentence with it. Nothing is struck before you say so.",
            ):
                look_at(project, neighbour.pattern)
                go_to("words")


def neighbour_line(neighbour: Neighbour) -> str:
    """What moved, as Markdown with the texts escaped."""
    preposition = "beside" if neighbour.place == "beside" else "that occur with"
    return (
        f"The weight moved to words {preposition} the ones you struck: *{plain(neighbour.text)}* "
        f"(from {percent(neighbour.before)} to {percent(neighbour.after)})."
    )
