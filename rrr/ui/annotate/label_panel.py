"""The label of the sentence on show: what it is, how it came to be, and another one."""

from __future__ import annotations

import streamlit as st

from rrr.records import Example, LabelChange, Project
from rrr.services.marks import labels
from rrr.ui import tab_state
from rrr.ui.annotate.inbox_panel import snippet
from rrr.ui.label_state import change_labels, label_change_line, named, other_label
from rrr.ui.plain_text import plain
from rrr.ui.time_zone import time_zone


def label_panel(project: Project, example_id: int) -> None:
    """Draw the sentence's label, behind which it can be changed, and the last change; nothing for
    those who may not change it: the label stands above the sentence, too."""
    if not tab_state.may(project, "label"):
        return
    workspace = tab_state.workspace()
    example = labels.seen(workspace, example_id)
    change = labels.last_change(workspace, example)
    with st.container(horizontal=True, vertical_alignment="center"):
        # With another label, or another sentence, it is another popover, which is closed.
        key = f"label of {example.id} {example.label}"
        with st.popover(f"Label: {plain(named(example.label))}", icon=":material/label:", key=key):
            st.text(snippet(example.text))
            if change is not None:
                st.caption(history_line(change))
            _choice(project, example)
        label_change_line(project)


def history_line(change: LabelChange) -> str:
    """Who gave a sentence its label, when, and what it was; Markdown with the texts escaped."""
    changed_at = change.created_at.astimezone(time_zone())
    return (
        f"{plain(change.annotator)} changed it from {plain(named(change.before))} to "
        f"{plain(named(change.after))} on {changed_at:%d %B %Y, %H:%M}."
    )


def _choice(project: Project, example: Example) -> None:
    right = other_label(
        project, example.label, "The right label", f"right label of {example.id} {example.label}"
    )
    st.button(
        "Change the label",
        key=f"change label of {example.id}",
        on_click=change_labels,
        args=(project, [example], right),
    )
    st.caption("Models trained from now on learn it. Trained models stay as they are.")
