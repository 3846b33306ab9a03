"""What a tab is about to strike everywhere, and what it has struck everywhere last."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from rrr.annotating.rule_matching import RulePattern
from rrr.records import Project
from rrr.services.marks import rules
from rrr.services.marks.rules import RuleChange
from rrr.ui import tab_state
from rrr.ui.remembered import remembered

PREVIEW_PAGE = "page of the preview"

_PREVIEW = "pattern to be struck, and what it spares"
_RULE_CHANGE = tab_state.OF_PROJECT + "last rule added or removed"


@dataclass(frozen=True)
class Preview:
    """A pattern this tab looks at before striking it; the sentences of these ids are taken out."""

    project_id: int
    pattern: RulePattern
    spared: frozenset[int]


def preview(project: Project) -> Preview | None:
    """The pattern of this project on preview."""
    value: Preview | None = remembered(_PREVIEW, None)
    return value if value and value.project_id == project.id else None


def keep_preview(preview: Preview | None) -> None:
    """Look at another pattern, from its first page on, or at none."""
    last_preview: Preview | None = remembered(_PREVIEW, None)
    if preview is None or last_preview is None or preview.pattern != last_preview.pattern:
        st.session_state.pop(PREVIEW_PAGE, None)
    st.session_state[_PREVIEW] = preview


def look_at(project: Project, pattern: RulePattern) -> None:
    """Preview a pattern, with what its rule spares if there is one."""
    spared = rules.spared_by(tab_state.workspace(), project, pattern) or ()
    keep_preview(Preview(project.id, pattern, frozenset(spared)))


def rule_change() -> RuleChange | None:
    """The last change of rules in this tab that can still be undone."""
    return remembered(_RULE_CHANGE, None)


def keep_rule_change(change: RuleChange | None) -> None:
    st.session_state[_RULE_CHANGE] = change
