"""“Is this word a fair reason for that label?”, its three answers, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rrr.errors import RightReasonsError
from rrr.records import Project
from rrr.services.guidance.questions import Question
from rrr.services.marks import fair_words
from rrr.services.marks.fair_words import FairChange
from rrr.ui import fair_state, tab_state
from rrr.ui.page_links import go_to
from rrr.ui.plain_text import plain
from rrr.ui.rule_state import look_at

LOOKS_GOOD = "Most of what is left looks like good reasons."
FAIR_HELP = "The model may use this word. Nobody is asked about it again; you can take that back."
NOT_FAIR_HELP = "Shows every sentence with it. Nothing is struck before you say so."


def fair_question(project: Project, questions: Sequence[Question]) -> None:
    """Ask the first question this tab is not unsure about; nothing where there is none left.

    Goes to the Words page where the answer is “not fair”.
    """
    unsure = fair_state.unsure()
    question = next((each for each in questions if each.word not in unsure), None)
    if question is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="fair question"):
        st.markdown(question_line(question), width="content")
        with st.container(horizontal=True, width="content"):  # side by side on a phone, too
            st.button(
                "Fair",
                key="answer fair",
                help=FAIR_HELP,
                on_click=call_fair,
                args=(project, question.word),
            )
            strikes = tab_state.may(project, "make rules")
            if strikes and st.button("Not fair…", key="answer not fair", help=NOT_FAIR_HELP):
                look_at(project, question.pattern)
                go_to("words")
            st.button(
                "Not sure",
                key="answer not sure",
                help="Asks about another word.",
                on_click=fair_state.keep_unsure,
                args=(question.word,),
            )


def question_line(question: Question) -> str:
    """The question as Markdown, its texts escaped."""
    label = "" if question.label is None else f" for *{plain(question.label)}*"
    return f"Is *{plain(question.text)}* a fair reason{label}?"


def fair_change_line(project: Project) -> None:
    """Say which word this tab has just called fair, or asked about again, and offer to undo it."""
    change = fair_state.fair_change()
    if change is None:
        return
    done = "is asked about again" if change.after is None else "counts as a fair reason"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"“{plain(change.word)}” {done}.", width="content")
        st.button("Undo", key="undo fair change", on_click=_undo, args=(project, change))


def call_fair(project: Project, word: str) -> None:
    """Callback: remember that a word is a fair reason."""
    try:
        change = fair_words.call_fair(tab_state.workspace(), project, word, tab_state.annotator())
    except RightReasonsError as error:
        tab_state.add_notice(str(error))
        return
    fair_state.keep_fair_change(change)


def ask_again(project: Project, word: str) -> None:
    """Callback: a word is no longer fair."""
    try:
        change = fair_words.take_back(tab_state.workspace(), project, word)
    except RightReasonsError as error:
        tab_state.add_notice(str(error))
        return
    fair_state.keep_fair_change(change)


def _undo(project: Project, change: FairChange) -> None:
    try:
        fair_words.undo(tab_state.workspace(), project, change)
    except RightReasonsError as error:
        tab_state.add_notice(str(error))
    fair_state.keep_fair_change(None)
