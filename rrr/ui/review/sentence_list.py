"""The list of sentences to decide: filter, pages, board."""

from __future__ import annotations

import math
from functools import partial

import streamlit as st

from rrr.counted import counted
from rrr.records import Project
from rrr.services.review import review_queue
from rrr.services.review.team_reading import TeamReading
from rrr.ui import tab_state
from rrr.ui.owner import owner_of
from rrr.ui.review import review_state
from rrr.ui.review.deciding import store_what_was_sent
from rrr.ui.review.vote_board.board_component import vote_board

PER_PAGE = 10
_MOST_WORDS = 200
"""Words that can be chosen; those on which people differ most."""


def sentence_list(project: Project, reading: TeamReading) -> None:
    """Draw it."""
    _filters(reading)
    workspace = tab_state.workspace()
    name = review_state.list_name(project)
    listed = review_state.listed(name)
    if listed is None:
        chosen = review_state.chosen_filter()
        ids = review_queue.ids_to_review(workspace, project, reading, chosen)
        listed = review_state.keep_listed(name, ids)
    if not listed.ids:
        st.info("No sentence is left under what you have chosen.", icon=":material/done_all:")
        return
    num_pages = math.ceil(len(listed.ids) / PER_PAGE)
    page = min(st.session_state.get(review_state.PAGE, 1), num_pages)
    start = (page - 1) * PER_PAGE
    sentences = review_queue.reviewed_sentences(
        workspace, project, listed.ids[start : start + PER_PAGE]
    )
    heard = review_state.heard()
    vote_board(
        sentences,
        first=start + 1,
        owner=owner_of(workspace, project, workspace.person.key),
        shown_list=f"{name} {page}",
        heard=heard.turn,
        refused={example: why for example, (_, why) in heard.refusals.items()},
        key=review_state.BOARD,
        on_sent=partial(store_what_was_sent, project),
    )
    _pages(len(listed.ids), page, num_pages)


def _filters(reading: TeamReading) -> None:
    words = [word.word for word in reading.differences.words[:_MOST_WORDS]]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "People differ on",
            ["", *words],
            key=review_state.WORD,
            format_func=lambda word: word or "any word",
            on_change=review_state.refresh,
        )
        st.selectbox(
            "Reviewed by",
            ["", *reading.hands.people],
            key=review_state.PERSON,
            format_func=lambda person: person or "anybody",
            on_change=review_state.refresh,
        )
        st.checkbox("Not decided yet", key=review_state.UNDECIDED, on_change=review_state.refresh)


def _pages(number: int, page: int, num_pages: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Previous page",
            key="review: back",
            disabled=page == 1,
            on_click=_turn,
            args=(page - 1,),
        )
        st.button(
            "Next page",
            key="review: on",
            disabled=page == num_pages,
            on_click=_turn,
            args=(page + 1,),
        )
        st.caption(f"Page {page} of {num_pages} · {counted(number, 'sentence')}")
        st.button("Sort anew", key="review: sort", type="tertiary", on_click=review_state.refresh)


def _turn(page: int) -> None:
    st.session_state[review_state.PAGE] = page
