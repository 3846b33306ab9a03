"""“Is this word or phrase a fair reason for that label?”, its three answers, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from rrr.records import Project
from rrr.services.guidance.questions import Question
from rrr.services.marks import fair_words
from rrr.services.marks.fair_words import FairChange
from rrr.services.workspace import Workspace
from rrr.ui import fair_state, tab_state
from rrr.ui.page_links import go_to
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted
from rrr.ui.rule_state import look_at

LOOKS_GOOD = "Most of what is left looks like good reasons."
FAIR_HELP = (
    "You say that the model may use this. It counts as fair if more people say so than not; "
    "then nobody is asked again. You can take your answer back."
)
NOT_FAIR_HELP = (
    "Remembers your answer and shows every sentence with it. Nothing is struck before you say so."
)
ONLY_UNFAIR_HELP = "Remembers your answer. Whoever may strike words everywhere sees it."


def fair_question(project: Project, questions: Sequence[Question]) -> None:
    """Ask the first question this tab is not unsure about; nothing where there is none left.

    Goes to the Words page where the answer is “not fair”, for those who may strike words there.
    """
    unsure = fair_state.unsure()
    question = next((question for question in questions if question.text not in unsure), None)
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
                args=(project, question.text),
            )
            if tab_state.may(project, "make rules"):
                if st.button("Not fair…", key="answer not fair", help=NOT_FAIR_HELP):
                    call_unfair(project, question.text)
                    look_at(project, question.pattern)
                    go_to("words")
            else:
                st.button(
                    "Not fair",
                    key="answer not fair",
                    help=ONLY_UNFAIR_HELP,
                    on_click=call_unfair,
                    args=(project, question.text),
                )
            st.button(
                "Not sure",
                key="answer not sure",
                help="Asks about something else.",
                on_click=fair_state.keep_unsure,
                args=(question.text,),
            )


def question_line(question: Question) -> str:
    """The question as Markdown, its texts escaped."""
    label = "" if question.label is None else f" for *{plain(question.label)}*"
    return f"Is *{plain(question.text)}* a fair reason{label}?"


def fair_change_line(project: Project) -> None:
    """Say what this tab has just said about a word or phrase, and offer to undo it."""
    change = fair_state.fair_change()
    if change is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(change_sentence(change), width="content")
        st.button("Undo", key="undo fair change", on_click=_undo, args=(project, change))


def change_sentence(change: FairChange) -> str:
    """What a change has done, as Markdown, its word escaped."""
    word = plain(change.word)
    if change.after is None:
        return f"Your answer about “{word}” is taken back."
    return f"You call “{word}” {'a fair reason' if change.after.is_fair else 'no fair reason'}."


def call_fair(project: Project, text: str) -> None:
    """Callback: remember that this person calls a word or phrase a fair reason."""
    _keep(fair_words.call_fair, project, text)


def call_unfair(project: Project, text: str) -> None:
    """Callback: remember that this person calls a word or phrase no fair reason."""
    _keep(fair_words.call_unfair, project, text)


def ask_again(project: Project, text: str) -> None:
    """Callback: forget what this person says about a word or phrase."""
    _keep(fair_words.take_back, project, text)


@refusal_noted
def _keep(
    change: Callable[[Workspace, Project, str, str], FairChange | None], project: Project, text: str
) -> None:
    fair_state.keep_fair_change(change(tab_state.workspace(), project, text, tab_state.annotator()))


@refusal_noted
def _undo(project: Project, change: FairChange) -> None:
    fair_state.keep_fair_change(None)
    fair_words.undo(tab_state.workspace(), project, change)
