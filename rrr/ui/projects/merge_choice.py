"""How the marks of several people are put together: the owner's choice, on the project's card."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from rrr.errors import RightReasonsError
from rrr.records import MERGE_SENTENCES, MergePolicy, Project
from rrr.services.marks.project_merge import choose_merge, merge_policy
from rrr.services.permissions import may
from rrr.ui import tab_state

MERGE_TITLES: dict[MergePolicy, str] = {
    "any": "Anybody’s mark counts",
    "majority": "The majority counts",
    "weighted": "The majority counts, people weighted",
    "adjudicated": "Reviewers decide; else all must agree",
    "graded": "Words count in part",
}

_WIDTH = 440  # pixels; a popover is else as wide as its longest line


def merge_choice(project: Project) -> None:
    """Draw the choice; for whoever may not change it, what was chosen."""
    with st.container(width=_WIDTH):
        _choice(project)


def _choice(project: Project) -> None:
    workspace = tab_state.workspace()
    policy = merge_policy(workspace, project)
    key = f"merge of project {project.id}"
    st.session_state.setdefault(key, policy)
    st.selectbox(
        "How marks are put together",
        get_args(MergePolicy),
        key=key,
        format_func=MERGE_TITLES.__getitem__,
        disabled=not may(workspace, project, "change the project"),
        on_change=_choose,
        args=(project, key),
    )
    chosen: MergePolicy = st.session_state[key]
    st.caption(
        f"{MERGE_SENTENCES[chosen]} A reviewer’s decision overrides all marks. Models that are "
        "trained keep what they learned from."
    )


def _choose(project: Project, key: str) -> None:
    try:
        choose_merge(tab_state.workspace(), project, st.session_state[key])
    except RightReasonsError as error:
        tab_state.add_refusal(error)
        st.session_state.pop(key, None)
