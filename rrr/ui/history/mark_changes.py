"""What changed between two moments: rules, words, and sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from html import escape

import pandas as pd
import streamlit as st

from rrr.counted import counted
from rrr.records import Project
from rrr.services.comparison.run_history import difference_soon
from rrr.services.marks.snapshot_difference import Difference, SentenceChange
from rrr.services.marks.snapshots import SnapshotUse
from rrr.text import tokenize
from rrr.ui import tab_state
from rrr.ui.history import history_state
from rrr.ui.history.snapshot_list import moment
from rrr.ui.page_part import page_part
from rrr.ui.paging import page_start, start_chosen
from rrr.ui.plain_text import plain
from rrr.ui.waiting import arrived

_PAGE_SIZE = 8
_NOW = None

_STYLE = """<style>
.rrr-change { overflow-wrap: anywhere; line-height: 1.6; margin: 0 0 .6rem; }
.rrr-change ins, .rrr-change del { border-radius: 2px; padding: 0 3px; font-weight: 600; }
.rrr-change ins { text-decoration: line-through;
  background: color-mix(in srgb, currentColor 14%, transparent); }
.rrr-change del { text-decoration: none; border: 1px dashed; }
</style>"""


@page_part()
def changes(project: Project, uses: Sequence[SnapshotUse], zone: tzinfo) -> None:
    """Choose two moments and see what lies between them."""
    names = {use.snapshot.id: moment(use.snapshot, zone) for use in uses}
    earlier, later = st.columns(2)
    before = earlier.selectbox(
        "From", list(names), format_func=names.__getitem__, key=history_state.CHANGES_FROM
    )
    options = [_NOW, *(snapshot_id for snapshot_id in names if snapshot_id != before)]
    after = later.selectbox(
        "To",
        options,
        format_func=lambda choice: "the marks as they are now" if choice is _NOW else names[choice],
        key=history_state.CHANGES_TO,
    )
    difference = arrived(
        difference_soon(
            tab_state.workspace(),
            project,
            before,
            after,
            start=start_chosen(_PAGE_SIZE, history_state.CHANGES_PAGE),
            count=_PAGE_SIZE,
        ),
        "Comparing all sentences. This takes some seconds.",
    )
    if difference is None:
        return
    if difference.is_empty:
        st.caption("The marks are the same at both moments.")
        return
    _tell(difference)
    page_start(difference.num_sentences, _PAGE_SIZE, history_state.CHANGES_PAGE)


def _tell(difference: Difference) -> None:
    st.markdown(
        f"**{counted(difference.num_added, 'word')}** struck that were not, "
        f"**{counted(difference.num_removed, 'word')}** freed, "
        f"in {counted(difference.num_sentences, 'sentence')}."
    )
    for title, rules in (("New", difference.rules_added), ("Gone", difference.rules_removed)):
        if rules:
            named = (plain(rule.removeprefix("word: ")) for rule in rules)
            st.caption(f"{title} {'rule' if len(rules) == 1 else 'rules'}: " + " · ".join(named))
    words, sentences = st.columns([2, 3], gap="large")
    with words:
        table = pd.DataFrame(
            [(change.word, change.added, change.removed) for change in difference.words],
            columns=["word", "struck", "freed"],
        )
        st.dataframe(table, hide_index=True, height="content" if len(table) < 10 else 380)
        if difference.num_words > len(difference.words):
            st.caption(
                f"The {len(difference.words)} words that changed most, of {difference.num_words:,}."
            )
    with sentences:
        st.html(_STYLE + "".join(map(_sentence, difference.sentences)))
        st.caption("Struck through: struck later only. Dashed: struck earlier only.")


def _sentence(change: SentenceChange) -> str:
    """The sentence as HTML, escaped."""
    text, parts, end = change.example.text, [], 0
    for index, token in enumerate(tokenize(text)):
        tag = "ins" if index in change.added else "del" if index in change.removed else None
        if tag is not None:
            parts.append(escape(text[end : token.start]))
            parts.append(f"<{tag}>{escape(token.text)}</{tag}>")
            end = token.end
    return f'<p class="rrr-change" dir="auto">{"".join(parts)}{escape(text[end:])}</p>'
