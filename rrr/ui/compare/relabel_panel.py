"""Correct the label of the sentence on show on Compare, or of all that were found there."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rrr.counted import counted
from rrr.records import Project
from rrr.services.marks import labels
from rrr.ui import tab_state
from rrr.ui.label_state import change_labels, label_change_line, other_label
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted


def relabel_panel(
    project: Project,
    split: str,
    row: int,
    matching_rows: Sequence[int],
    label: str,
    label_then: str | None,
) -> None:
    """Draw the sentence's label, behind which it can be changed, and the last change.

    Args:
        project: whose labels these are.
        split: where the sentence stands.
        row: its place among the split's labelled sentences.
        matching_rows: the rows of all sentences that match the choice above.
        label: the sentence's label now.
        label_then: the label it was measured with; None if that is not known.
    """
    if st.session_state.pop(_JUST_CHANGED, False):
        st.rerun()  # the page around it tells of changed labels, too
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover(
            "Wrong label?", icon=":material/label:", key=f"wrong label {split} {row} {label}"
        ):
            _choice(project, split, row, matching_rows, label)
        label_change_line(project)
    if label_then is not None and label_then != label:
        st.caption(
            f"Labelled {plain(label)} now, {plain(label_then)} when these models were measured. "
            "Their numbers keep the old label. Train again to count with the new one."
        )


def _choice(
    project: Project, split: str, row: int, matching_rows: Sequence[int], label: str
) -> None:
    key = f"{split} {row} {label}"
    right = other_label(
        project, label, f"It is {plain(label)}. Right would be", f"right label {key}"
    )
    st.button(
        "Change this sentence’s label",
        key=f"relabel {key}",
        on_click=_change,
        args=(project, split, [row], right),
    )
    if len(matching_rows) > 1:
        many = counted(len(matching_rows), "sentence")
        st.caption(f"All {many} that match your choice above can be changed at once.")
        sure = st.checkbox("I have looked at them", key=f"sure {key} {len(matching_rows)}")
        st.button(
            f"Change the label of {many}",
            key=f"relabel all {key}",
            disabled=not sure,
            on_click=_change,
            args=(project, split, list(matching_rows), right),
        )


@refusal_noted
def _change(project: Project, split: str, rows: list[int], label: str | None) -> None:
    examples = labels.seen_in(tab_state.workspace(), project, split, rows)
    change_labels(project, examples, label)
    st.session_state[_JUST_CHANGED] = True


_JUST_CHANGED = "compare label just changed"
