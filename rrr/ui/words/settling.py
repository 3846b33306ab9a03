"""Words that have moved by themselves take no click for a moment.

Once the newest model has read the sentences, the words rank anew, perhaps under the pointer of
somebody who is about to click. The click would go to another word.
"""

from __future__ import annotations

import time

import streamlit as st

from rrr.services.guidance.training_words import WordPage
from rrr.ui.remembered import remembered
from rrr.ui.tab_state import OF_PROJECT

_RANKED_BY, _MOVED_AT = f"{OF_PROJECT}words: ranked by", f"{OF_PROJECT}words: moved at"
SECONDS = 0.8
"""Longer than it takes to stop a hand that has begun to click."""

_STYLE = f"""<style>
@keyframes rrr-settle {{
  from, 99% {{ pointer-events: none; }}
  from {{ opacity: .3; }}
}}
[class*="st-key-word-row"] {{ animation: rrr-settle {SECONDS}s; }}
</style>"""


def settling(words: WordPage) -> str:
    """Style of the rows; empty unless the words on show have just ranked anew."""
    now, ranked_by = time.monotonic(), words.run.id if words.run else 0
    before = remembered(_RANKED_BY, ranked_by)
    st.session_state[_RANKED_BY] = ranked_by
    if ranked_by != before:
        st.session_state[_MOVED_AT] = now
    return _STYLE if now < remembered(_MOVED_AT, 0.0) + SECONDS else ""
