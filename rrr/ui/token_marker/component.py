"""Mounts the token marker. Its page, style and scripts lie beside this file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from rrr.services.annotating import Sentence
from rrr.services.words import WordCount
from rrr.ui.token_marker.drawing import drawing
from rrr.ui.token_marker.receiving import Receipt

_FOLDER = Path(__file__).parent
# One after the other they make one JavaScript module; the last one holds what Streamlit calls.
_SCRIPTS = (
    "marks.js",
    "outbox.js",
    "sentence.js",
    "gestures.js",
    "keys.js",
    "panel.js",
    "marker.js",
)


def _read(*names: str) -> str:
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)


_mount = st.components.v2.component(
    "right_reasons.token_marker",
    html=_read("token_marker.html"),
    css=_read("token_marker.css"),
    js=_read(*_SCRIPTS),
)


def token_marker(
    sentence: Sentence,
    word_counts: dict[str, WordCount],
    receipt: Receipt | None,
    *,
    key: str,
    on_message: Callable[[], None],
) -> None:
    """Draw a sentence to strike words in.

    Args:
        word_counts: For each of its words, in the vocabulary's form.
        receipt: Of the last message in this session.
        key: The same for all sentences, so that going on keeps the focus and does not flicker.
            Messages name their sentence, so none can be taken for another's.
        on_message: Called before the page is drawn again; the message lies in
            `st.session_state[key]["message"]`.
    """
    _mount(
        key=key,
        data=drawing(sentence, word_counts, receipt),
        on_message_change=on_message,
    )
