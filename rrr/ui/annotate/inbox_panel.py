"""The sentences that the newest model sees differently, each with a way to it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rrr.counted import counted
from rrr.records import InboxEntry, Project
from rrr.services.guidance import inbox
from rrr.services.guidance.inbox import InboxSentence
from rrr.ui import tab_state
from rrr.ui.annotate import marking_state
from rrr.ui.paging import on_page
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted

_PAGE_SIZE = 8
_SNIPPET = 160
"""Code points of a sentence that are shown."""


def inbox_panel(project: Project) -> None:
    """Draw the inbox; nothing where nothing changed and nothing can be put back."""
    workspace, annotator = tab_state.workspace(), tab_state.annotator()
    number = inbox.count(workspace, project, annotator)
    dismissed = marking_state.dismissed()
    if not number and not dismissed:
        return
    is_first = inbox.is_of_first_pair(workspace, project, annotator)
    title = "Became wrong with your marks" if is_first else "Changed since the last run"
    panel = st.expander(
        f"{title}: {counted(number, 'sentence')}",
        # To Streamlit another label is another panel, which would be closed.
        expanded=tab_state.is_open(marking_state.INBOX_PANEL),
        key=marking_state.INBOX_PANEL,
        icon=":material/inbox:",
        on_change="rerun",
    )
    tab_state.keep_open(marking_state.INBOX_PANEL, bool(panel.open))
    if not panel.open:
        return
    with panel:
        _head(number, dismissed, is_first=is_first)
        waiting = inbox.sentences(workspace, project, annotator)
        for sentence in on_page(waiting, _PAGE_SIZE, marking_state.INBOX_PAGE):
            _row(sentence)
        if waiting:
            st.button(
                f"Done with all {number:,}",
                key="dismiss all",
                on_click=_dismiss,
                args=([sentence.entry for sentence in waiting],),
            )


def change_line(entry: InboxEntry) -> str:
    """What changed, in words, as Markdown with the texts escaped."""
    words = f"“{plain(entry.before_word)}” → “{plain(entry.after_word)}”"
    if entry.is_flip:
        labels = f"**{plain(entry.before_label)} → {plain(entry.after_label)}**"
        same = entry.before_word == entry.after_word
        return f"{labels} · leans most on " + (f"“{plain(entry.after_word)}”" if same else words)
    return f"{plain(entry.after_label)} as before · leans most on {words}"


def _head(number: int, dismissed: Sequence[InboxEntry], *, is_first: bool) -> None:
    st.caption(
        "Without your marks the model is right about these sentences, with them it is wrong. Is a "
        "struck word a fair reason here, or is the label wrong? Open one and answer it; then it "
        "leaves the list."
        if number and is_first
        else "In these sentences the newest model predicts another label than the model before, or "
        "relies most on another word. Open one and answer it; then it leaves the list."
        if number
        else "All looked at."
    )
    if dismissed:
        with st.container(horizontal=True, vertical_alignment="center"):
            gone = counted(len(dismissed), "sentence is", "sentences are")
            st.markdown(f"{gone} done with.", width="content")
            st.button("Take that back", key="undo dismissal", on_click=_take_back)


def snippet(text: str) -> str:
    """The beginning of a text on one line, cut between words where there are several."""
    text = " ".join(text.split())
    if len(text) <= _SNIPPET:
        return text
    gap = text.rfind(" ", 0, _SNIPPET + 1)
    return f"{text[: gap if gap > 0 else _SNIPPET]} …"


def _row(sentence: InboxSentence) -> None:
    entry = sentence.entry
    with st.container(border=True):
        st.markdown(change_line(entry))
        st.text(snippet(sentence.text))
        with st.container(horizontal=True):
            st.button(
                "Open",
                key=f"open {entry.example_id}",
                icon=":material/arrow_forward:",
                on_click=tab_state.open_example,
                args=(entry.example_id,),
            )
            st.button(
                "Done",
                key=f"dismiss {entry.example_id}",
                icon=":material/check:",
                on_click=_dismiss,
                args=([entry],),
            )


@refusal_noted
def _dismiss(entries: Sequence[InboxEntry]) -> None:
    inbox.dismiss(tab_state.workspace(), entries, tab_state.annotator())
    marking_state.keep_dismissed(tuple(entries))


@refusal_noted
def _take_back() -> None:
    inbox.take_back(tab_state.workspace(), marking_state.dismissed(), tab_state.annotator())
    marking_state.keep_dismissed(())
