"""Keys of the Compare page's fields in the session state."""

from __future__ import annotations

import streamlit as st

from rrr.ui.tab_state import OF_PROJECT

BEFORE, AFTER = "compare before", "compare after"
SECTION = "compare section"
VIEW, SPLIT, SEARCH, ONLY_MARKED = (
    "compare view",
    "compare split",
    "compare search",
    "compare only marked",
)
WORD = "compare word"
METHOD, SIGNED = "compare method", "compare signed"
MEASURED_SPLIT = "compare measured split"
CELL = "compare cell"
"""What is taken for what by one of the models: only such sentences are shown."""
DESK, ASKED = "sentence desk", f"{OF_PROJECT}sentence desk: asked"
FILE, FILE_MODEL, FILE_COLUMN = "file to label", "file to label model", "file to label column"
LABELLED = "labelled file content"
"""Of which file, column and run; the labelled file; how many rows got which label."""

_PLACE_IN = "place in sentences: "


def place_in(sentences: str) -> str:
    """Key of the field with one's place, from 1, in a list of sentences to compare on."""
    return _PLACE_IN + sentences


def move_place(sentences: str, step: int) -> None:
    """Go on in that list, or back."""
    st.session_state[place_in(sentences)] += step
