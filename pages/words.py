"""Words: which of them a model is tempted by, and striking one in every sentence at once."""

from __future__ import annotations

import streamlit as st

from rrr.records import Project
from rrr.services.comparison.pairs import pair_to_show, run_pairs
from rrr.services.guidance import corpus_reading
from rrr.services.marks.marked_splits import MarkedSplits, marked_splits_soon
from rrr.services.training import runs
from rrr.ui import rule_state, tab_state
from rrr.ui.fair_question import fair_change_line
from rrr.ui.neighbour_question import neighbour_question
from rrr.ui.no_project import no_project_yet
from rrr.ui.page_part import page_part
from rrr.ui.refusals import errors_shown, notices_shown
from rrr.ui.standing_line import standing_line
from rrr.ui.striking_card import striking_card
from rrr.ui.words.fair_list import fair_list
from rrr.ui.words.hits_preview import words_preview
from rrr.ui.words.rules_list import pattern_form, rules_list
from rrr.ui.words.rules_panel import demo_marks_button, rule_change_line
from rrr.ui.words.words_table import words_table


@page_part()
def words(project: Project) -> None:
    notices_shown()
    rule_change_line(project)
    fair_change_line(project)
    preview = rule_state.preview(project)
    if preview is not None:
        words_preview(project, preview)
        return
    corpus_reading.begin(tab_state.workspace(), project)
    standing_line(project)
    striking_card(project)
    all_runs = runs.list_runs(tab_state.workspace(), project.id)
    splits = marked_splits_soon(tab_state.workspace(), project)
    marked = splits if isinstance(splits, MarkedSplits) else None
    neighbour_question(project, pair_to_show(all_runs) if run_pairs(all_runs) else None, marked)
    words_table(project)
    with st.expander("Strike a phrase, an exact spelling or a pattern", key="more kinds"):
        pattern_form(project)
    rules_list(project)
    fair_list(project)
    demo_marks_button(project)


def page() -> None:
    st.title("Words")
    project = tab_state.current_project()
    if project is None:
        no_project_yet()
        return
    words(project)


with errors_shown():
    page()
