"""The words struck everywhere: what was just changed, with a way back, and the whole list."""

from __future__ import annotations

import math

import streamlit as st

from rrr.errors import NotFound
from rrr.records import Project, Rule
from rrr.services import rules
from rrr.services.rules import RuleCount
from rrr.ui import state
from rrr.ui.plain_text import plain

_PAGE_SIZE = 20


def rule_change_line() -> None:
    """Say which rule this tab has just made or removed, and offer to undo that."""
    change = state.rule_change()
    if change is None:
        return
    done = "is now struck everywhere" if change.added else "is no longer struck everywhere"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"“{plain(change.word)}” {done}.", width="content")
        back = "Take that back" if change.added else "Strike it again"
        st.button(back, key="undo rule change", on_click=_undo, args=(change,))


def rules_panel(project: Project) -> None:
    """The rules, newest first, each with the number of sentences it strikes in."""
    # The label never changes: a new one would close the panel.
    panel = st.expander("Words struck everywhere", key=state.RULES_PANEL, on_change="rerun")
    if not panel.open:  # nothing is counted while nobody looks
        return
    with panel:
        counts = rules.list_rules(state.workspace(), project)[::-1]
        if not counts:
            st.caption("None yet: put the cursor on a word and press a.")
        pages = math.ceil(len(counts) / _PAGE_SIZE)
        page = st.pagination(pages, key=state.RULES_PAGE) if pages > 1 else 1
        for count in counts[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]:
            _rule(count)


def _rule(count: RuleCount) -> None:
    sentences = "sentence" if count.num_sentences == 1 else "sentences"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{plain(count.rule.word)}** in {count.num_sentences:,} {sentences}", width=320
        )
        st.button(
            "Remove", key=f"remove rule {count.rule.id}", on_click=_remove, args=(count.rule,)
        )


def demo_marks_button(project: Project) -> None:
    """The rules that come with the demo, in one click."""
    st.button(
        "Use the demo's known marks",
        key="demo marks",
        help="Strikes the words that were planted in the demo, as a careful annotator would.",
        on_click=_apply_demo_marks,
        args=(project,),
    )


def _apply_demo_marks(project: Project) -> None:
    rules.apply_demo_rules(state.workspace(), project)
    state.keep_rule_change(None)


def _remove(rule: Rule) -> None:
    try:
        rules.remove_rule(state.workspace(), rule.id)
    except NotFound as error:  # another tab was faster
        state.add_notice(str(error))
        return
    state.keep_rule_change(state.RuleChange(rule.word, added=False))


def _undo(change: state.RuleChange) -> None:
    project = state.current_project()
    if project is None:
        return
    if not change.added:
        rules.add_rule(state.workspace(), project, change.word)
    else:
        for count in rules.list_rules(state.workspace(), project):
            if count.rule.word == change.word:
                rules.remove_rule(state.workspace(), count.rule.id)
    state.keep_rule_change(None)
