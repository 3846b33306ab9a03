"""Find a sentence by its words, and go to it."""

from __future__ import annotations

import streamlit as st

from rrr.counted import counted
from rrr.records import Project
from rrr.services.marks.sentence_search import find_sentences
from rrr.ui import tab_state
from rrr.ui.annotate import marking_state
from rrr.ui.annotate.inbox_panel import snippet
from rrr.ui.label_state import named
from rrr.ui.plain_text import plain

_MOST = 20


def search_panel(project: Project) -> None:
    """Draw the field, and below it what was found."""
    with st.expander("Find a sentence", icon=":material/search:", key=marking_state.SEARCH_PANEL):
        sought = st.text_input(
            "Words in it", key=marking_state.SEARCH, placeholder="a word, or some in a row"
        )
        if not sought.strip():
            return
        examples = find_sentences(tab_state.workspace(), project, sought, _MOST + 1)
        if not examples:
            st.caption(f"No sentence holds “{plain(sought)}”. Try fewer words.")
            return
        more = len(examples) > _MOST
        st.caption(
            f"The first {_MOST} sentences. Give more words to narrow them down."
            if more
            else counted(len(examples), "sentence")
        )
        for example in examples[:_MOST]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    "Open",
                    key=f"open found {example.id}",
                    on_click=tab_state.open_example,
                    args=(example.id,),
                )
                about = f"{named(example.label)} · {example.split.replace('_', ' ')}"
                st.caption(plain(about), width="content")
                st.text(snippet(example.text))
