"""What a tab has last said of the fairness of a word or phrase, and what it is not sure about."""

from __future__ import annotations

import streamlit as st

from rrr.services.marks.fair_words import FairChange
from rrr.ui import tab_state
from rrr.ui.remembered import remembered

_CHANGE = tab_state.OF_PROJECT + "last word called fair or asked about again"
_UNSURE = tab_state.OF_PROJECT + "words nobody here is sure about"


def fair_change() -> FairChange | None:
    """The last change in this tab that can still be undone."""
    return remembered(_CHANGE, None)


def keep_fair_change(change: FairChange | None) -> None:
    st.session_state[_CHANGE] = change


def unsure() -> frozenset[str]:
    """The words and phrases this tab is not asked about again; others are, and this one after a
    reload."""
    return remembered(_UNSURE, frozenset())


def keep_unsure(text: str) -> None:
    st.session_state[_UNSURE] = unsure() | {text}
