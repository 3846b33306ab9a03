"""A number of a confusion matrix that was chosen: the way to its sentences, and their filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from rrr.counted import counted
from rrr.formats.colours import MODELS
from rrr.records import Answers
from rrr.services.comparison.accuracy_changes import AccuracyChange
from rrr.services.comparison.confusion import rows_of_cell
from rrr.ui import tab_state
from rrr.ui.compare import compare_state
from rrr.ui.plain_text import plain
from rrr.ui.remembered import remembered

PICK = "cell"
"""Name of the selection in the matrix."""


@dataclass(frozen=True)
class Cell:
    """What one model takes for what: names of labels. Without `predicted`, all with this label."""

    model: str
    truth: str
    predicted: str | None

    def __str__(self) -> str:
        if self.predicted is None:
            return f"labelled {self.truth}"
        return f"{self.model}: {self.truth} taken for {self.predicted}"


def take_cell(panel_key: str, model: str, split: str, section: str) -> None:
    """A click in the matrix of this model leads to the section with the cell's sentences."""
    selection: dict[str, Any] = st.session_state[tab_state.chart(panel_key)]["selection"]
    for picked in selection.get(PICK) or []:
        _lead_to(Cell(model, picked["true label"], picked["predicted"]), split, section)


def choose_cell(
    model: str, counts: np.ndarray, labels: Sequence[str], split: str, section: str
) -> None:
    """The numbers of the matrix as a list: a chart can be clicked, but not reached by keyboard.

    Args:
        model: "before" or "after".
        counts: shape (labels, labels): true labels down, predicted labels across.
        labels: their names.
        split: whose sentences they count.
        section: the one with the sentences, to which a choice leads.
    """
    cells = {
        (int(true), int(predicted)): Cell(model, labels[true], labels[predicted])
        for true, predicted in np.argwhere(counts)
    }
    key = f"compare choose cell {model}"
    st.selectbox(
        f"The sentences behind a number · {model}",
        list(cells),
        index=None,
        format_func=lambda place: (
            f"{cells[place].truth} taken for {cells[place].predicted}: "
            f"{counted(int(counts[place]), 'sentence')}"
        ),
        placeholder="Which label is taken for which?",
        key=key,
        on_change=lambda: _lead_to(cells.get(st.session_state[key]), split, section),
    )


def worst_label_button(worst: AccuracyChange, section: str) -> None:
    """The way to the sentences of a label that lost, those that got worse."""

    def lead() -> None:
        _lead_to(Cell("after", worst.label or "", None), worst.split, section)
        st.session_state[compare_state.VIEW] = "worse"

    st.button(
        f"See the “{plain(worst.label or '')}” sentences that got worse",
        key="worst label",
        icon=":material/search:",
        on_click=lead,
    )


def _lead_to(cell: Cell | None, split: str, section: str) -> None:
    if cell is None:
        return
    st.session_state[compare_state.CELL] = cell
    st.session_state[compare_state.SECTION] = section
    st.session_state[compare_state.SPLIT] = split
    st.session_state[compare_state.VIEW] = "all"
    st.session_state[_JUST_TAKEN] = True


_JUST_TAKEN = "compare cell just taken"


def go_to_cell() -> None:
    """Draw the whole page anew if a click has just led elsewhere; to be called in a fragment."""
    if st.session_state.pop(_JUST_TAKEN, False):
        st.rerun()


def cell_filter(
    answers: tuple[Answers, Answers] | None, labels: tuple[str, ...]
) -> set[int] | None:
    """Say which cell's sentences are shown, with the way out; returns their rows, None for all.

    Args:
        answers: of both models to the split on show; None where they are not known.
        labels: as both models know them.
    """
    cell: Cell | None = remembered(compare_state.CELL, None)
    if cell is None or answers is None or not {cell.truth, cell.predicted} - {None} <= {*labels}:
        return None
    st.button(
        plain(str(cell)),
        icon=":material/close:",
        help="Shows all sentences again.",
        key="compare drop cell",
        on_click=_drop,
    )
    if cell.predicted is None:
        return set(np.flatnonzero(answers[0].truth == labels.index(cell.truth)).tolist())
    of_model = answers[MODELS.index(cell.model)]
    return set(
        rows_of_cell(of_model, labels.index(cell.truth), labels.index(cell.predicted)).tolist()
    )


def _drop() -> None:
    st.session_state.pop(compare_state.CELL, None)
