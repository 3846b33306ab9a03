"""The last change of labels made in a tab, to be undone."""

from __future__ import annotations

import streamlit as st

from rrr.counted import counted
from rrr.records import Example, Project, Relabelling
from rrr.services.marks import labels
from rrr.ui import tab_state
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted
from rrr.ui.remembered import remembered

_CHANGE = tab_state.OF_PROJECT + "last change of labels"
NO_LABEL = "no label"


def named(label: str | None) -> str:
    """A label as people read it; plain text."""
    return NO_LABEL if label is None else label


def other_label(project: Project, label: str | None, title: str, key: str) -> str | None:
    """Have another label chosen than the one that a sentence has; None is no label."""
    others = [other for other in (*project.labels, None) if other != label]
    # A label may have any name, that of none at all included: go by number.
    number = st.selectbox(
        title, range(len(others)), format_func=lambda index: named(others[index]), key=key
    )
    return others[number]


def label_change() -> tuple[str, Relabelling] | None:
    """What the last change in this tab was, and the change."""
    return remembered(_CHANGE, None)


@refusal_noted
def change_labels(project: Project, examples: list[Example], label: str | None) -> None:
    """Callback: give sentences a label."""
    workspace, annotator = tab_state.workspace(), tab_state.annotator()
    if len(examples) == 1:
        relabelling = labels.set_label(workspace, examples[0], label, annotator)
    else:
        relabelling = labels.set_labels(workspace, project.id, examples, label, annotator)
    if relabelling is None:
        return
    message = (
        f"{counted(relabelling.number, 'sentence has', 'sentences have')} the label “{label}” now."
    )
    if label is None:
        message = f"{counted(relabelling.number, 'sentence has', 'sentences have')} no label now."
    keep_label_change(message, relabelling)


def keep_label_change(message: str, relabelling: Relabelling) -> None:
    st.session_state[_CHANGE] = (message, relabelling)


def label_change_line(project: Project, place: str = "") -> None:
    """Say what this tab has just changed, and offer to undo it.

    Args:
        project: on show.
        place: tells one such line of a page from another.
    """
    change = label_change()
    if change is None or change[1].project_id != project.id:
        return
    message, relabelling = change
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(message), width="content")
        st.button(
            "Undo", key=f"undo label change{place}", on_click=_undo, args=(project, relabelling)
        )


@refusal_noted
def _undo(project: Project, relabelling: Relabelling) -> None:
    st.session_state.pop(_CHANGE, None)
    labels.undo(tab_state.workspace(), project, relabelling, tab_state.annotator())
