"""What people say about words and phrases: who calls what fair, what counts, and one's own say."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st

from rrr.records import FairAnswer, Project
from rrr.services.marks.fair_words import JudgedWord, list_judged
from rrr.services.people.naming import names_of
from rrr.ui import tab_state
from rrr.ui.fair_question import FAIR_HELP, ONLY_UNFAIR_HELP, ask_again, call_fair, call_unfair
from rrr.ui.paging import on_page
from rrr.ui.plain_text import plain
from rrr.ui.time_zone import time_zone
from rrr.ui.words import words_state

_PAGE_SIZE = 20

_STANDINGS = {
    "fair": "a fair reason",
    "not fair": "no fair reason, and not struck",
    "open": "open: as many people say one as the other",
}


def fair_list(project: Project) -> None:
    """Draw the words and phrases about which somebody has answered, the latest first; nothing
    where there are none."""
    workspace = tab_state.workspace()
    judged_words = list_judged(workspace, project)
    if not judged_words:
        return
    st.subheader("Fair reasons", anchor=False)
    shown = on_page(judged_words, _PAGE_SIZE, words_state.FAIR_PAGE)
    zone = time_zone()
    names = names_of(workspace, {answer.annotator for judged in shown for answer in judged.answers})
    for judged in shown:
        _row(project, judged, names, zone)


def _row(project: Project, judged: JudgedWord, names: dict[str, str], zone: ZoneInfo) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(judged_line(judged, names, zone), width=420)
        own_answer = judged.answer_of(tab_state.annotator())
        if own_answer is not None:
            st.button(
                "Take mine back",
                key=f"ask about {judged.word}",
                help="Forgets what you said about it.",
                on_click=ask_again,
                args=(project, judged.word),
            )
            return
        with st.container(horizontal=True, width="content"):
            for label, about, answer in (
                ("Fair", FAIR_HELP, call_fair),
                ("Not fair", ONLY_UNFAIR_HELP, call_unfair),
            ):
                st.button(
                    label,
                    key=f"{label.lower()}, too: {judged.word}",
                    help=about,
                    on_click=answer,
                    args=(project, judged.word),
                )


def judged_line(judged: JudgedWord, names: dict[str, str], zone: ZoneInfo) -> str:
    """A word or phrase, what counts and who says what, as Markdown with all texts escaped."""
    sides = []
    for side, is_fair in (("fair", True), ("not fair", False)):
        people = [
            _said(answer, names, zone) for answer in judged.answers if answer.is_fair == is_fair
        ]
        sides += [f"{side}: {', '.join(people)}"] if people else []
    standing = f"**{plain(judged.word)}** · {_STANDINGS[judged.standing]}"
    return f"{standing}  \n:small[{' · '.join(sides)}]"


def _said(answer: FairAnswer, names: dict[str, str], zone: ZoneInfo) -> str:
    answered_at = answer.created_at.astimezone(zone).strftime("%d %B %Y, %H:%M")
    return f"{plain(names[answer.annotator])} on {answered_at}"
