"""How many training sentences are done: the same on Projects and Annotate."""

from __future__ import annotations

import streamlit as st

from rrr.services.marks.answers import Progress


def progress_line(progress: Progress, total: str, *notes: str) -> None:
    """Draw a bar with the numbers in words.

    Args:
        total: how the number of all training sentences is written.
        more: what else is told beside it.
    """
    reviewed = f"reviewed {progress.reviewed:,}"
    if progress.by_others:
        reviewed += f", others {progress.by_others:,},"
    done = progress.reviewed + progress.by_others
    words = " · ".join([f"{reviewed} of {total}", *notes])
    st.progress(done / progress.total if progress.total else 0.0, words)
