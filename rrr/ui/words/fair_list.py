"""The words that were called fair reasons, and the way back."""

from __future__ import annotations

import math
from zoneinfo import ZoneInfo

import streamlit as st

from rrr.records import FairWord, Project
from rrr.services.marks.fair_words import list_fair
from rrr.ui import tab_state
from rrr.ui.fair_question import ask_again
from rrr.ui.plain_text import plain
from rrr.ui.words import words_state

_PAGE_SIZE = 20


def fair_list(project: Project) -> None:
    """Draw the fair words, the latest first; nothing where there are none."""
    known = list_fair(tab_state.workspace(), project)
    if not known:
        return
    st.subheader("Fair reasons", anchor=False)
    pages = math.ceil(len(known) / _PAGE_SIZE)
    page = st.pagination(pages, key=words_state.FAIR_PAGE) if pages > 1 else 1
    zone = ZoneInfo(st.context.timezone or "UTC")
    for each in known[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]:
        _row(project, each, zone)


def _row(project: Project, fair: FairWord, zone: ZoneInfo) -> None:
    when = fair.created_at.astimezone(zone).strftime("%d %B %Y, %H:%M")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(fair.word)}**, said {plain(fair.annotator)} on {when}", width=420)
        st.button(
            "Ask again",
            key=f"ask about {fair.word}",
            help="The word is no longer fair: it is ranked and asked about again.",
            on_click=ask_again,
            args=(project, fair.word),
        )
