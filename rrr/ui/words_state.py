"""Which words a tab looks at, and what it has struck everywhere last."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from rrr.annotating.rules import RulePattern
from rrr.records import Project
from rrr.services.rules import RuleChange

WORDS_SOUGHT = "words sought"
WORDS_PAGE = "page of the words"
PREVIEW_PAGE = "page of the preview"
RULES_PAGE = "page of the rules"

_PREVIEW = "pattern to be struck, and what it spares"
_RULE_CHANGE = "last rule added or removed here"


@dataclass(frozen=True)
class Preview:
    """A pattern this tab looks at before striking it; the sentences of these ids are taken out."""

    project_id: int
    pattern: RulePattern
    spared: frozenset[int]


def preview(project: Project) -> Preview | None:
    """The pattern of this project on preview."""
    found: Preview | None = st.session_state.get(_PREVIEW)
    return found if found and found.project_id == project.id else None


def keep_preview(shown: Preview | None) -> None:
    """Look at another pattern, from its first page on, or at none."""
    last: Preview | None = st.session_state.get(_PREVIEW)
    if shown is None or last is None or shown.pattern != last.pattern:
        st.session_state.pop(PREVIEW_PAGE, None)
    st.session_state[_PREVIEW] = shown


def rule_change() -> RuleChange | None:
    """The last change of rules in this tab that can still be undone."""
    found: RuleChange | None = st.session_state.get(_RULE_CHANGE)
    return found


def keep_rule_change(change: RuleChange | None) -> None:
    st.session_state[_RULE_CHANGE] = change
