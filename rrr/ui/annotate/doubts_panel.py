"""Labels to check: sentences that are likely labelled wrongly, each with a way to put it right."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from rrr.counted import counted
from rrr.records import Example, Project
from rrr.services.guidance.label_doubts import (
    DoubtfulSentence,
    label_doubts_soon,
    look_again,
    still_open,
)
from rrr.ui import tab_state
from rrr.ui.annotate import marking_state
from rrr.ui.annotate.inbox_panel import snippet
from rrr.ui.label_state import change_labels, label_change_line, named
from rrr.ui.paging import on_page
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted
from rrr.ui.waiting import arrived

_PAGE_SIZE = 8


def doubts_panel(project: Project) -> None:
    """Draw the panel; only an open one looks for doubtful labels."""
    panel = st.expander(
        "Labels to check",
        expanded=tab_state.is_open(marking_state.DOUBTS_PANEL),
        key=marking_state.DOUBTS_PANEL,
        icon=":material/rule:",
        on_change="rerun",
    )
    tab_state.keep_open(marking_state.DOUBTS_PANEL, bool(panel.open))
    if panel.open:
        with panel:
            _doubts(project)


def _doubts(project: Project) -> None:
    workspace = tab_state.workspace()
    label_doubts = arrived(
        label_doubts_soon(workspace, project), "Looking for labels that may be wrong…"
    )
    if label_doubts is None:
        return
    right = marking_state.right_labels()
    groups = [group for group in label_doubts.contradictions if not right >= {e.id for e in group}]
    groups = [group for group in groups if len(still_open(workspace, list(group))) == len(group)]
    waiting = [doubt for doubt in label_doubts.doubts if doubt.example.id not in right]
    as_seen = {
        example.id for example in still_open(workspace, [doubt.example for doubt in waiting])
    }
    waiting = [doubt for doubt in waiting if doubt.example.id in as_seen]
    number = len(groups) + len(waiting)
    st.caption(
        "Each sentence is judged by the words of the other sentences, struck words left out. That "
        "is a reason to look, not a proof."
        if number
        else "No label looks wrong."
    )
    label_change_line(project, " of a doubtful one")
    rows: list[DoubtfulSentence | tuple[Example, ...]] = [*groups, *waiting]
    for row in on_page(rows, _PAGE_SIZE, marking_state.DOUBTS_PAGE):
        with st.container(border=True):
            if isinstance(row, DoubtfulSentence):
                _doubtful(project, row)
            else:
                _contradictory(project, row)
    st.button(
        "Look again",
        key="look for wrong labels again",
        help="Judges all sentences by the labels as they are now.",
        on_click=refusal_noted(look_again),
        args=(workspace, project),
    )


def _doubtful(project: Project, row: DoubtfulSentence) -> None:
    example = row.example
    label, likely_label = plain(named(example.label)), plain(row.likely_label)
    st.markdown(f"Labelled **{label}**; its words speak for **{likely_label}**")
    st.text(snippet(example.text))
    with st.container(horizontal=True):
        _change_button(project, [example], row.likely_label)
        _right_button([example])
        _open_button(example)


def _contradictory(project: Project, group: tuple[Example, ...]) -> None:
    counts = Counter(named(example.label) for example in group)
    counts_line = ", ".join(
        f"{number} × **{plain(label)}**" for label, number in counts.most_common()
    )
    st.markdown(f"The same words {counted(len(group), 'time')}: {counts_line}")
    st.text(snippet(group[0].text))
    with st.container(horizontal=True):
        for label in counts:
            otherwise_labelled = [example for example in group if example.label != label]
            _change_button(project, otherwise_labelled, label, "All are")
        _right_button(list(group))
        _open_button(group[0])


def _change_button(
    project: Project, examples: list[Example], label: str, action: str = "Change to"
) -> None:
    st.button(
        f"{action} {plain(label)}",
        key=f"doubt {examples[0].id} {label}",
        on_click=change_labels,
        args=(project, examples, label),
    )


def _right_button(examples: list[Example]) -> None:
    st.button(
        "It is right" if len(examples) == 1 else "Leave them",
        key=f"label is right {examples[0].id}",
        on_click=marking_state.keep_right_labels,
        args=([example.id for example in examples],),
    )


def _open_button(example: Example) -> None:
    st.button(
        "Open",
        key=f"open doubtful {example.id}",
        icon=":material/arrow_forward:",
        on_click=tab_state.open_example,
        args=(example.id,),
    )
