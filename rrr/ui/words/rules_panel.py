"""What was just struck everywhere, with a way back; and the demo's own rules."""

from __future__ import annotations

import streamlit as st

from rrr.counted import counted
from rrr.records import Project
from rrr.services.marks import rules
from rrr.services.marks.rules import RuleChange
from rrr.ui import rule_state, tab_state
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted


def rule_change_line(project: Project) -> None:
    """Say which rule this tab has just made, changed or removed, and offer to undo that."""
    change = rule_state.rule_change()
    if change is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"“{plain(change.pattern.pattern)}” {_done(change)}.", width="content")
        back = "Strike it again" if change.after is None else "Take that back"
        st.button(back, key="undo rule change", on_click=_undo, args=(project, change))


def demo_marks_button(project: Project) -> None:
    """The rules that come with the demo, in one click; nothing where they are all there."""
    if not project.is_demo or rules.has_demo_rules(tab_state.workspace(), project):
        return
    st.button(
        "Use the demo's known marks",
        key="demo marks",
        help="Strikes the words that were planted in the demo, as a careful annotator would do.",
        on_click=_apply_demo_marks,
        args=(project,),
    )


def _done(change: RuleChange) -> str:
    if change.after is None:
        return "is no longer struck everywhere"
    exceptions = f" but in {counted(len(change.after), 'sentence')}" if change.after else ""
    return f"is now struck everywhere{exceptions}"


@refusal_noted
def _apply_demo_marks(project: Project) -> None:
    rules.apply_demo_rules(tab_state.workspace(), project)
    rule_state.keep_rule_change(None)


@refusal_noted
def _undo(project: Project, change: RuleChange) -> None:
    rule_state.keep_rule_change(None)
    rules.undo(tab_state.workspace(), project, change)
