"""All that is struck everywhere, and the form for more than a word."""

from __future__ import annotations

import streamlit as st

from rrr.annotating.rule_matching import MAX_PATTERN_LENGTH, RulePattern, rule_pattern
from rrr.counted import counted
from rrr.errors import RightReasonsError
from rrr.records import Project, RuleKind
from rrr.services.background import Failed, Pending
from rrr.services.marks import rules
from rrr.services.marks.rule_conflicts import conflicts_soon
from rrr.services.marks.rules import RuleCount
from rrr.ui import rule_state, tab_state
from rrr.ui.paging import on_page
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted
from rrr.ui.rule_state import look_at
from rrr.ui.waiting import arrived
from rrr.ui.words import words_state

_PAGE_SIZE = 20

_KINDS: dict[RuleKind, str] = {
    "phrase": "a phrase, upper and lower case alike",
    "exact": "a word exactly as it is written",
    "word": "a word, upper and lower case alike",
    "regex": "a regular expression",
}


def pattern_form(project: Project) -> None:
    """Type what to strike, look at every sentence first."""
    with st.form("pattern form"):
        kind_column, text_column, button_column = st.columns([3, 5, 2], vertical_alignment="bottom")
        kind = kind_column.selectbox(
            "Strike", list(_KINDS), format_func=lambda name: _KINDS[name], key="pattern kind"
        )
        typed = text_column.text_input(
            "What it is",
            key="pattern",
            max_chars=MAX_PATTERN_LENGTH,
            placeholder="seen at the Rialto",
        )
        is_pressed = button_column.form_submit_button(
            "Preview", key="preview pattern", width="stretch"
        )
    if is_pressed:
        try:
            look_at(project, rule_pattern(kind, typed))
        except RightReasonsError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        st.rerun()


def rules_list(project: Project) -> None:
    """The rules, newest first, each with where it strikes and where hands disagree."""
    counts = rules.list_rules(tab_state.workspace(), project)[::-1]
    st.subheader("Struck everywhere", anchor=False)
    if not counts:
        st.caption("No rules yet. Choose a word above, or press `a` on the Annotate page.")
        return
    conflicts = conflicts_soon(tab_state.workspace(), project)
    against = {} if isinstance(conflicts, Pending | Failed) else conflicts
    for count in on_page(counts, _PAGE_SIZE, words_state.RULES_PAGE):
        _rule(project, count, against.get(count.rule.id, 0))
    arrived(conflicts, "Comparing the rules with the marks made by hand…")


def _rule(project: Project, count: RuleCount, num_conflicts: int) -> None:
    rule = count.rule
    kind = "" if rule.kind == "word" else f" ({_KINDS[rule.kind].split(',')[0]})"
    spared = f", {count.num_spared:,} taken out" if count.num_spared else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{plain(rule.pattern)}**{kind} "
            f"in {counted(count.num_sentences, 'training sentence')}{spared}",
            width="stretch",
        )
        if num_conflicts:
            st.caption(
                f":material/pan_tool: against hand marks in {counted(num_conflicts, 'sentence')}",
                width="content",
                help="In these sentences a person left the word standing. “Change…” shows them; "
                "there you can take them out of the rule.",
            )
        st.button(
            "Change…",
            key=f"change rule {rule.id}",
            on_click=look_at,
            args=(project, RulePattern(rule.kind, rule.pattern)),
        )
        st.button("Remove", key=f"remove rule {rule.id}", on_click=_remove, args=(rule.id,))


@refusal_noted  # another tab may have been faster
def _remove(rule_id: int) -> None:
    rule_state.keep_rule_change(rules.remove_rule(tab_state.workspace(), rule_id))
