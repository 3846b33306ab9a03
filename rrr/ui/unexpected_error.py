"""An error nobody expected, in place of a traceback with people's texts."""

from __future__ import annotations

import logging

import streamlit as st

from rrr.services.metrics import count_error
from rrr.ui.plain_text import plain
from rrr.unexpected import is_own_fault, sentence_for, way_of

_log = logging.getLogger(__name__)


def show_unexpected(error: Exception) -> None:
    """Say what happened and what to do; in the log stands where it happened."""
    count_error(error)
    _log.error("A page could not be drawn", exc_info=error)
    st.error(plain(sentence_for(error)), icon=":material/error:")
    if is_own_fault(error):
        st.code(way_of(error), language=None)
