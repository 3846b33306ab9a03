"""Annotate: read a sentence, strike the words the model must not use, go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from rrr.counted import counted
from rrr.errors import StorageError
from rrr.records import Project
from rrr.services.guidance.questions import questions_about
from rrr.services.marks import answers
from rrr.services.marks.answers import Progress
from rrr.services.projects import catalogue
from rrr.ui import tab_state
from rrr.ui.annotate import marking_state
from rrr.ui.annotate.doubts_panel import doubts_panel
from rrr.ui.annotate.inbox_panel import inbox_panel
from rrr.ui.annotate.label_panel import label_panel
from rrr.ui.annotate.marking import answer_batch, answer_look, desk_or_last
from rrr.ui.annotate.nothing_left import nothing_left
from rrr.ui.annotate.order_panel import queue_panel
from rrr.ui.annotate.others_line import others_line
from rrr.ui.annotate.search_panel import search_panel
from rrr.ui.annotate.steering_panel import steering_panel
from rrr.ui.annotate.token_marker import Desk, token_marker
from rrr.ui.fair_question import fair_change_line, fair_question
from rrr.ui.no_project import no_project_yet
from rrr.ui.page_links import page_link
from rrr.ui.page_part import page_part
from rrr.ui.progress_line import progress_line
from rrr.ui.refusals import errors_shown, notices_shown
from rrr.ui.standing_line import standing_line
from rrr.ui.striking_card import striking_card
from rrr.ui.words.rules_panel import demo_marks_button, rule_change_line


# A saved mark draws this part anew, not the whole app.
@page_part(key=marking_state.ANNOTATE_FRAGMENT)
def annotate(project: Project) -> None:
    for part in (above, mark, below):
        # A container also of what fails: else Streamlit builds the marker anew.
        with st.container(), errors_shown(), unless_the_marker_says_so():
            part(project)
    marking_state.page_is_drawn()


@contextmanager
def unless_the_marker_says_so() -> Iterator[None]:
    """Let pass that the database cannot be read: a marker that is there says so itself."""
    try:
        yield
    except StorageError:
        if marking_state.desk() is None:
            raise


def above(project: Project) -> None:
    header(answers.progress(tab_state.workspace(), project, tab_state.annotator()))
    queue_panel(project)


def below(project: Project) -> None:
    striking_card(project)
    rule_change_line(project)
    what_next(project, answers.progress(tab_state.workspace(), project, tab_state.annotator()))
    standing_line(project)
    search_panel(project)
    if tab_state.may(project, "label"):
        doubts_panel(project)
    inbox_panel(project)
    if tab_state.may(project, "review"):
        steering_panel(project)


# What a model makes of the marks draws only this anew.
@page_part(key=marking_state.MARKER_FRAGMENT)
def mark(project: Project) -> None:
    with unless_the_marker_says_so():
        draw_marker(project)


def draw_marker(project: Project) -> None:
    on_desk = desk_or_last(project)
    notices = st.empty()  # always there: what moves the marker makes Streamlit build it anew
    with notices.container():
        notices_shown()
        if on_desk is not None:
            others_line(project, on_desk.sheets[0].sentence)
    if on_desk is None:
        catalogue.get_project(tab_state.workspace(), project.id)  # gone is not done
        with errors_shown():
            nothing_left(project)
        return
    token_marker(
        on_desk,
        marking_state.receipts(),
        key=marking_state.TOKEN_MARKER,
        on_batch=lambda: answer_batch(project),
        on_look=answer_look,
    )
    ask(project, on_desk)
    label_panel(project, on_desk.item)


def ask(project: Project, on_desk: Desk) -> None:
    """Ask about the words that are suggested in the sentence on show."""
    fair_change_line(project)
    words = [word for sheet in on_desk.sheets[:1] for word in sheet.suggested_words]
    if words:
        fair_question(
            project, questions_about(tab_state.workspace(), project, tab_state.annotator(), words)
        )


def header(progress: Progress) -> None:
    """How many sentences are done; for a beginner also what to do, in one sentence."""
    with st.container():
        title, done = st.columns([1, 1], vertical_alignment="bottom")
        title.title("Annotate")
        notes = [f"{progress.left:,} left"]
        notes += [f"{progress.skipped:,} skipped"] if progress.skipped else []
        notes += [f"{progress.flagged:,} flagged"] if progress.flagged else []
        with done:
            progress_line(progress, f"{progress.total:,}", *notes)
        if not (progress.reviewed or progress.num_rules):
            st.markdown(
                "Strike the words that should not decide the label: names, places, dates. The "
                "next training learns to do without them."
            )


def what_next(project: Project, progress: Progress) -> None:
    """What the marks are good for, and the way there and to all words at once."""
    marks = []
    if progress.marked:
        marks.append(f"your marks in {counted(progress.marked, 'sentence')}")
    if progress.num_rules:
        marks.append(f"{counted(progress.num_rules, 'word')} struck everywhere")
    with st.container(horizontal=True, vertical_alignment="center"):
        if marks:
            st.caption(f"The next training uses {' and '.join(marks)}.", width="content")
            if tab_state.may(project, "train"):
                page_link("train", "Train", ":material/arrow_forward:")
        if tab_state.may(project, "review"):
            page_link("words", "All words", ":material/format_strikethrough:")
    if not progress.num_rules and tab_state.may(project, "make rules"):
        demo_marks_button(project)


def page() -> None:
    project = tab_state.current_project()
    if project is None:
        st.title("Annotate")
        no_project_yet()
        return
    annotate(project)


with errors_shown():
    page()
