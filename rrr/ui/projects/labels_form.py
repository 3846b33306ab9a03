"""A project's labels: how many sentences have each, rename one, merge two."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from rrr.counted import counted
from rrr.formats.usable_corpus import MAX_NAME_LENGTH
from rrr.records import Project
from rrr.services.marks import labels
from rrr.ui import tab_state
from rrr.ui.label_state import keep_label_change, label_change_line
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted


def labels_form(project: Project) -> None:
    """Draw the counts and both forms."""
    with st.container(width=_WIDTH):
        _forms(project)


_WIDTH = 400  # pixels; a popover is else as wide as its longest line


def _forms(project: Project) -> None:
    counts = labels.count(tab_state.workspace(), project)
    st.markdown(" · ".join(f"{plain(label)} {number:,}" for label, number in counts.items()))
    st.caption(
        "A new name or a merge changes all sentences, and counts for models trained from now on. "
        "Trained models keep their labels."
    )
    old = st.selectbox("Label", list(counts), key=f"label to change {project.id}")
    # Other keys for another label: its fields are other fields.
    name = st.text_input(
        "Its new name", max_chars=MAX_NAME_LENGTH, key=f"new label {project.id} {old}"
    )
    st.button(
        "Rename the label",
        key=f"rename label {project.id}",
        disabled=not name.strip(),
        on_click=_rename,
        args=(project, old, name),
    )
    if len(counts) > 2:  # a project needs two
        _merge_form(project, counts, old)
    label_change_line(project)


def _merge_form(project: Project, counts: Mapping[str, int], old: str) -> None:
    others = [label for label in counts if label != old]
    into = st.selectbox(
        "Or merge it into", others, index=None, key=f"merge into {project.id} {old}"
    )
    if into is not None:
        st.markdown(
            f"{counted(counts[old], 'sentence')} labelled *{plain(old)}* will be labelled "
            f"*{plain(into)}*, and *{plain(old)}* will be gone. You can undo it."
        )
        st.button(
            "Merge",
            key=f"merge label {project.id}",
            type="primary",
            on_click=_merge,
            args=(project, old, into),
        )


@refusal_noted
def _rename(project: Project, old: str, name: str) -> None:
    relabelling = labels.rename(tab_state.workspace(), project, old, name, tab_state.annotator())
    keep_label_change(f"“{old}” is called “{' '.join(name.split())}” now.", relabelling)


@refusal_noted
def _merge(project: Project, old: str, into: str) -> None:
    relabelling = labels.merge(tab_state.workspace(), project, old, into, tab_state.annotator())
    message = f"“{old}” is part of “{into}” now: {counted(relabelling.number, 'sentence')}."
    keep_label_change(message, relabelling)
