"""The training words, those first that a model is most tempted by."""

from __future__ import annotations

from html import escape

import streamlit as st

from rrr.counted import counted
from rrr.formats.percent import percent
from rrr.records import Project
from rrr.services.guidance import corpus_reading
from rrr.services.guidance.phrases import pattern_of
from rrr.services.guidance.questions import looks_good
from rrr.services.guidance.training_words import WordPage, WordRow, ranked_words
from rrr.ui import tab_state
from rrr.ui.fair_question import (
    FAIR_HELP,
    LOOKS_GOOD,
    NOT_FAIR_HELP,
    ONLY_UNFAIR_HELP,
    ask_again,
    call_fair,
    call_unfair,
)
from rrr.ui.paging import page_start, start_chosen
from rrr.ui.plain_text import plain
from rrr.ui.reading_wait import wait_for_reading
from rrr.ui.rule_state import look_at
from rrr.ui.waiting import offer_retry
from rrr.ui.words import words_state
from rrr.ui.words.hit_html import STYLE, hit_html
from rrr.ui.words.settling import settling

_PAGE_SIZE = 10
_STYLE = """<style>
.rrr-word { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; }
.rrr-word > :first-child { flex: 3 1 11rem; overflow-wrap: anywhere; }
.rrr-word > :last-child { flex: 6 1 min(22rem, 100%); }
@media (min-width: 56rem) {
  [class*="st-key-word-row"] { flex-wrap: nowrap !important; }
  [class*="st-key-word-row"] > :first-child { flex: 1 1 0; min-width: 0; }
}
[class*="st-key-word-buttons"] { flex-wrap: nowrap !important; }
[class*="st-key-word-buttons"] button { white-space: nowrap; }
.rrr-word small { opacity: .72; font-size: .875rem; }
</style>"""


def words_table(project: Project) -> None:
    """Search box, ranking, and a page of words."""
    sought = st.text_input(
        "Search the words",
        key=words_state.WORDS_SOUGHT,
        placeholder="part of a word",
        max_chars=100,
        on_change=_first_page,
    )
    start = start_chosen(_PAGE_SIZE, words_state.WORDS_PAGE)
    word_page = ranked_words(tab_state.workspace(), project, sought or "", start, _PAGE_SIZE)
    reading_state = corpus_reading.state(tab_state.workspace(), project)
    reading = reading_state.share is not None
    with st.container(horizontal=True):
        st.caption(_ranking(word_page, reading), width="content")
        if reading:
            wait_for_reading(project)
    if looks_good(tab_state.workspace(), project, tab_state.annotator()):
        st.caption(LOOKS_GOOD)
    if reading_state.failure:
        offer_retry(reading_state.failure)
    if not word_page.total:
        st.markdown("No word matches your search." if sought else "There are no words yet.")
        return
    st.html(STYLE + _STYLE + settling(word_page))
    for row in word_page.rows:
        _row(project, row)
    page_start(word_page.total, _PAGE_SIZE, words_state.WORDS_PAGE)


def _first_page() -> None:
    st.session_state[words_state.WORDS_PAGE] = 1


def _ranking(word_page: WordPage, reading: bool) -> str:
    words = counted(word_page.total, "word")
    if word_page.run is None:
        until = "the newest model has read the sentences" if reading else "a model is trained"
        return (
            f"{words}, ranked by how surely each goes with one label. Once {until}, also by how "
            "much it leans on them."
        )
    return (
        f"{words}, ranked by how much run {word_page.run.id} ({plain(word_page.run.name)}) leans "
        "on each × how surely it goes with one label."
    )


def _row(project: Project, row: WordRow) -> None:
    key = f"word row {row.word}"
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=key):
        # One element for all there is to read: each one costs every click on the page its time.
        st.html(word_html(row))
        if row.struck:
            _look_button(project, row, "Change…", "Shows every sentence first.")
        elif row.fair:
            st.button(
                "Take mine back" if row.is_answered else "Not fair",
                key=f"ask again {row.word}",
                help=None if row.is_answered else ONLY_UNFAIR_HELP,
                on_click=ask_again if row.is_answered else call_unfair,
                args=(project, row.reason),
            )
        else:
            # One beside the other, however narrow the page.
            with st.container(horizontal=True, width="content", key=f"word buttons {row.word}"):
                st.button(
                    "Fair",
                    key=f"fair {row.word}",
                    help=FAIR_HELP,
                    on_click=call_fair,
                    args=(project, row.reason),
                )
                _look_button(project, row, "Not fair…", NOT_FAIR_HELP, is_unfair=True)


def _look_button(
    project: Project, row: WordRow, label: str, about: str, *, is_unfair: bool = False
) -> None:
    st.button(
        label,
        key=f"look at {row.word}",
        help=about,
        on_click=_look,
        args=(project, row, is_unfair),
    )


def _look(project: Project, row: WordRow, is_unfair: bool) -> None:
    if is_unfair:
        call_unfair(project, row.reason)
    look_at(project, pattern_of(row.phrase))


def word_html(row: WordRow) -> str:
    """The word, its numbers and some of its sentences; all text escaped."""
    name = f"<strong>{escape(row.word)}</strong>"
    if row.struck:
        name = f"<s>{name}</s> · struck everywhere"
    elif row.fair:
        name += " · a fair reason"
        if row.reason != row.word:
            name += f", as part of “{escape(row.reason)}”"
    question = "" if row.struck or row.fair else _question(row)
    examples = "".join(hit_html(hit, spared=not row.struck) for hit in row.hits)
    return (
        f'<div class="rrr-word"><div>{name}<br><small>{escape(_numbers(row))}{question}</small>'
        f"</div><div>{examples}</div></div>"
    )


def _question(row: WordRow) -> str:
    label = "" if row.label is None else f" for <em>{escape(row.label)}</em>"
    word_or_phrase = "it" if row.phrase == row.word else f"<em>{escape(row.phrase)}</em>"
    return f"<br>Is {word_or_phrase} a fair reason{label}?"


def _numbers(row: WordRow) -> str:
    facts = [f"in {counted(row.sentences, 'sentence')}"]
    if row.label is not None:
        facts.append(f"{percent(row.share)} {row.label}")
    if row.leaning is not None:
        facts.append(f"{percent(row.leaning)} of the saliency")
    if row.phrase != row.word:
        facts.append(f"nearly always in “{row.phrase}”")
    return " · ".join(facts)
