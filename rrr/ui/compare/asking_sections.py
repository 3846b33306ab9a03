"""Sections of the Compare page that ask the models: sentences, words, and a sentence typed in."""

from __future__ import annotations

import streamlit as st

from rrr.counted import counted
from rrr.formats.percent import percent
from rrr.services.comparison.leaning import Leaning, leaning_soon
from rrr.services.comparison.measured_pairs import MeasuredPair
from rrr.services.comparison.pairs import RunPair, explain_pair, predict_pair
from rrr.services.marks.marked_splits import MarkedSplits
from rrr.text import texts_of
from rrr.ui import tab_state
from rrr.ui.chart_panel import show_chart
from rrr.ui.compare import compare_state
from rrr.ui.compare.heatmap import heatmap_pair, pick_method, when_swapped
from rrr.ui.compare.leaning_chart import NUM_WORDS, PICK, leaning_panel
from rrr.ui.compare.relabel_panel import relabel_panel
from rrr.ui.compare.sentence_desk import Asked, parse, sentence_desk
from rrr.ui.compare.sentence_picker import Choice, pick_sentence
from rrr.ui.page_part import page_part
from rrr.ui.plain_text import plain
from rrr.ui.remembered import remembered
from rrr.ui.waiting import arrived


@page_part()
def sentences_section(pair: RunPair, measured: MeasuredPair | None, marked: MarkedSplits) -> None:
    """Heatmaps of the sentence picked; drawn anew without the rest of the page."""
    _sentences(pair, measured, marked, None)


@page_part()
def words_section(pair: RunPair, measured: MeasuredPair | None, marked: MarkedSplits) -> None:
    """What both lean on; a word that is chosen shows the sentences with it below."""
    leaning = arrived(
        leaning_soon(tab_state.workspace(), pair, marked),
        "Both models read sentences to find the words they rely on…",
    )
    if leaning is None:
        return
    if not leaning.words:
        st.caption("There is no sentence to read.")
        return
    _words(leaning)
    word = st.session_state.get(compare_state.WORD)
    if word is None:
        st.caption("Choose a word in the chart or in the list to see its sentences.")
    else:
        _sentences(pair, measured, marked, word)


@page_part()
def desk_section(pair: RunPair, marked: MarkedSplits) -> None:
    """A sentence of one's own, answered as it is typed."""
    _keep_asked()
    question = remembered(compare_state.ASKED, Asked())
    tokens = texts_of(question.text)
    struck = [token for token in question.struck if token < len(tokens)]
    workspace = tab_state.workspace()
    # Also of nothing: the models are loaded and compiled before the first key.
    answers = predict_pair(workspace, pair, question.text)
    sentence_desk(
        question,
        tokens,
        answers if tokens else None,
        predict_pair(workspace, pair, question.text, struck) if struck else None,
        key=compare_state.DESK,
        on_ask=_keep_asked,
    )
    if tokens:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            method, signed = pick_method()
        (explained,) = explain_pair(
            workspace, pair, [question.text], [sorted(marked.marked_in(question.text))], method
        )
        heatmap_pair(explained, None, signed=signed)


def _keep_asked() -> None:
    """Streamlit forgets what the desk says once another page is drawn. It calls this when the desk
    asks, but not where a new server hears what was asked of the one before."""
    desk_state = st.session_state.get(compare_state.DESK)
    if desk_state and "asked" in desk_state:
        known, said = remembered(compare_state.ASKED, Asked()), parse(desk_state["asked"])
        st.session_state[compare_state.ASKED] = max(known, said, key=lambda asked: asked.turn)


def _sentences(
    pair: RunPair, measured: MeasuredPair | None, marked: MarkedSplits, word: str | None
) -> None:
    filters = st.container()
    controls = st.container(horizontal=True, vertical_alignment="bottom")
    with filters:
        choice = pick_sentence(pair, measured, marked, controls, word)
    if choice is None:
        return
    with controls:
        method, signed = pick_method()
    with st.spinner("Asking both models…"):
        (explained,) = explain_pair(
            tab_state.workspace(), pair, [choice.text], [sorted(choice.marked)], method
        )
    st.caption(f"{plain(choice.where)} · labelled {plain(choice.label)}")
    swapped = (
        when_swapped(choice.answers, measured.after.labels, choice.row)
        if choice.answers and measured
        else None
    )
    label_then = _label_then(choice, measured)
    is_known = measured is None or choice.label in measured.after.labels
    label = choice.label if is_known or label_then is None else label_then
    heatmap_pair(explained, label, signed=signed, swapped=swapped)
    project = tab_state.current_project()
    if project is not None:
        relabel_panel(
            project, choice.split, choice.row, choice.matching_rows, choice.label, label_then
        )


def _label_then(choice: Choice, measured: MeasuredPair | None) -> str | None:
    """The label that the sentence was measured with; None if that is not known."""
    if choice.answers is None or measured is None:
        return None
    place = int(choice.answers[0].truth[choice.row])
    return measured.after.labels[place] if place >= 0 else None


def _words(leaning: Leaning) -> None:
    listed = [word.word for word in leaning.words]
    chosen = st.session_state.get(compare_state.WORD)
    top = list(leaning.words[:NUM_WORDS])
    top += [word for word in leaning.words[NUM_WORDS:] if word.word == chosen]
    chart, side = st.columns([3, 1], gap="large")
    with side:
        st.selectbox(
            "Sentences with",
            listed,
            index=None,
            placeholder="any word",
            key=compare_state.WORD,
            help="The same as a click on a word in the chart.",
        )
        marked_before = sum(word.before for word in leaning.words if word.is_marked)
        marked_after = sum(word.after for word in leaning.words if word.is_marked)
        st.caption(
            f"Words struck through: together {percent(marked_before)} of all saliency before, "
            f"{percent(marked_after)} after. Read from "
            f"{counted(leaning.num_sentences, 'sentence')} of {plain(leaning.split)}."
        )
    with chart:
        show_chart(
            leaning_panel(leaning, top),
            on_select=_take_word,
        )


def _take_word() -> None:
    """A click on a word in the chart chooses it; a click beside all words lets it go."""
    selection = st.session_state[tab_state.chart("words")]["selection"]
    picked = selection.get(PICK) or [{}]
    st.session_state[compare_state.WORD] = picked[0].get("word")
