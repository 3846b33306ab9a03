"""Mounts the token marker. Its page, style and scripts lie beside this file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from rrr.ui.annotate.token_marker.drawing import Desk, drawing
from rrr.ui.annotate.token_marker.receiving import Receipt
from rrr.ui.es_modules import as_one_script

_FOLDER = Path(__file__).parent


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


_mount = st.components.v2.component(
    "right_reasons.token_marker",
    html=_read("token_marker.html"),
    css=_read("token_marker.css"),
    js=as_one_script(_FOLDER, "mount.js"),
)


def token_marker(
    desk: Desk,
    receipts: Sequence[Receipt],
    *,
    key: str,
    on_batch: Callable[[], None],
    on_look: Callable[[], None],
) -> None:
    """Draw a sentence to strike words in, and have the next ones ready.

    Args:
        receipts: Of the messages of this session whose receipts the browser may not have got.
        key: The same for all sentences, so that going on keeps the focus and does not flicker.
            Messages name their sentence, so none can be taken for another's.
        on_batch: Called before the page is drawn again; the batch lies in
            `st.session_state[key]["batch"]`.
        on_look: The same for `st.session_state[key]["look"]`: nothing is to be stored, only the
            model's prediction without the struck words is asked for.
    """
    _mount(
        key=key,
        data=drawing(desk, receipts),
        on_batch_change=on_batch,
        on_look_change=on_look,
    )
