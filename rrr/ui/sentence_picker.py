"""Choose the sentence to compare on: what changed most, any of any split, or one typed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from rrr.records import TRAIN, VALIDATION, LabelledTexts
from rrr.services.comparing import RunPair, most_changed
from rrr.services.marked_splits import MarkedSplits
from rrr.ui import state

MOST_CHANGED, BROWSE, TYPED = "Most changed", "Browse", "Type your own"
NUM_MOST_CHANGED = 30
MAX_TYPED = 5_000
"""Code points."""


@dataclass(frozen=True)
class Choice:
    """The sentence to show. `label` and `where` are None for a text typed in."""

    text: str
    marked: frozenset[int]
    label: str | None = None
    where: str | None = None


def pick_sentence(pair: RunPair, marked: MarkedSplits) -> Choice | None:
    """Draw the controls; None where nothing is chosen or found."""
    view = st.segmented_control(
        "Sentences",
        [MOST_CHANGED, BROWSE, TYPED],
        default=MOST_CHANGED,
        required=True,
        key="compare view",
        label_visibility="collapsed",
        persist_state="session",
    )
    if view == TYPED:
        return _typed(marked)
    controls = st.columns(3 if view == BROWSE else [1, 2], vertical_alignment="bottom")
    names = _order(marked)
    split = controls[0].selectbox(
        "Split",
        names,
        index=_changed_most(pair, names),
        format_func=lambda name: name.replace("_", " "),
        key="compare split",
        persist_state="session",
    )
    if split is None:
        st.caption("No sentence of this project has a label, so there is none to compare on.")
        return None
    data = marked.splits[split]
    if view == MOST_CHANGED:
        found, sought = _most_changed(pair, split, data), ""
    else:
        words = controls[1].text_input("Search", key="compare search", placeholder="any word")
        only_marked = controls[2].toggle("with marked words only", key="compare only marked")
        found = _matching(data, words, only_marked)
        sought = f"{words} {only_marked}"
    if not found:
        st.caption("No sentence of this split is like that.")
        return None
    with controls[1] if view == MOST_CHANGED else st.container():
        number = _number(f"{view} {split} {sought}", len(found))
    row = found[number - 1]
    return Choice(
        data.texts[row],
        frozenset(data.marked[row]),
        data.labels[row],
        f"sentence {row + 1:,} of {len(data):,} in {split.replace('_', ' ')}",
    )


def _typed(marked: MarkedSplits) -> Choice | None:
    text = st.text_area(
        "Your own sentence",
        key="compare typed",
        max_chars=MAX_TYPED,
        height=90,
        placeholder="Type or paste a sentence, then press Ctrl+Enter.",
    )
    return Choice(text, marked.marked_in(text)) if text.strip() else None


def _number(what: str, count: int) -> int:
    """Previous, next, or a number from 1 to `count`; each list of sentences has its own place."""
    key = state.place_in(what)
    now = min(max(1, st.session_state.setdefault(key, 1)), count)
    st.session_state[key] = now
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            "Previous",
            icon=":material/arrow_back:",
            disabled=now == 1,
            on_click=state.move_place,
            args=(what, -1),
            key="compare previous",
        )
        number = st.number_input(
            f"Number, of {count:,}", min_value=1, max_value=count, key=key, width=115
        )
        st.button(
            "Next",
            icon=":material/arrow_forward:",
            disabled=now == count,
            on_click=state.move_place,
            args=(what, 1),
            key="compare next",
        )
    return int(number)


def _order(marked: MarkedSplits) -> list[str]:
    """Splits with sentences, those models were not trained or tuned on first."""
    names = [name for name, data in marked.splits.items() if len(data)]
    seen = [name for name in (VALIDATION, TRAIN) if name in names]
    return [name for name in names if name not in seen] + seen


def _changed_most(pair: RunPair, names: Sequence[str]) -> int:
    """Place of the split whose accuracy changed most: there is most to see."""
    before, after = (evaluation.accuracy for evaluation in pair.evaluations)
    change = [abs(after.get(name, 0.0) - before.get(name, 0.0)) for name in names]
    return change.index(max(change, default=0.0)) if change else 0


def _matching(data: LabelledTexts, words: str, only_marked: bool) -> list[int]:
    sought = words.strip().casefold()
    return [
        row
        for row, (text, marked) in enumerate(zip(data.texts, data.marked, strict=True))
        if sought in text.casefold() and (marked or not only_marked)
    ]


def _most_changed(pair: RunPair, split: str, data: LabelledTexts) -> Sequence[int]:
    where = str(state.workspace().settings.workspace)
    return _ask_models(pair, data, where, pair.before.id, pair.after.id, split)


# Texts and finished runs never change, so the places of both are all that the answer depends on.
@st.cache_data(max_entries=50, show_spinner="Looking for what changed most…")
def _ask_models(
    _pair: RunPair, _data: LabelledTexts, where: str, before: int, after: int, split: str
) -> list[int]:
    return most_changed(state.workspace(), _pair, _data, count=NUM_MOST_CHANGED)
