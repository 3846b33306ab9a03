"""Choose the sentence to compare on: what changed most, was cured, got worse, or any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rrr.records import TRAIN, VALIDATION, Answers, LabelledTexts, texts_hash
from rrr.services.comparison.changes import Change, rows_of
from rrr.services.comparison.measured_pairs import MeasuredPair
from rrr.services.comparison.pairs import RunPair
from rrr.services.marks.marked_splits import MarkedSplits
from rrr.text import word_of, words_of
from rrr.ui.compare import compare_state
from rrr.ui.compare.confusion_cell import cell_filter

CHANGES: dict[Change, str] = {
    "changed": "changed most",
    "cured": "were cured",
    "worse": "got worse",
    "all": "are there, in order",
}


@dataclass(frozen=True)
class Choice:
    """The sentence to show. `answers` are both models' to its split, in whose `row` it stands; None
    where they were not asked about it. `matching_rows` are those of all sentences that match."""

    text: str
    marked: frozenset[int]
    label: str
    where: str
    split: str
    row: int
    matching_rows: Sequence[int]
    answers: tuple[Answers, Answers] | None


def pick_sentence(
    pair: RunPair,
    measured: MeasuredPair | None,
    marked: MarkedSplits,
    row_of_controls: DeltaGenerator,
    word: str | None = None,
) -> Choice | None:
    """Draw the controls; None where nothing is found.

    Args:
        pair: the runs.
        row_of_controls: where to go on from one sentence to the next; empty if none is found.
        measured: their answers, None while these are not known.
        marked: the sentences.
        word: only sentences with this word, as the vocabulary has it.
    """
    names = _order(marked)
    if not names:
        st.caption("No sentence of this project has a label, so there is none to compare on.")
        return None
    first, second, third, fourth = st.columns([3, 3, 3, 3], vertical_alignment="bottom")
    change: Change = first.selectbox(
        "Sentences that",
        list(CHANGES),
        format_func=CHANGES.__getitem__,
        key=compare_state.VIEW,
        persist_state="session",
    )
    is_chosen = st.session_state.get(compare_state.SPLIT) in names  # else two values would be given
    split = second.selectbox(
        "Split",
        names,
        index=0 if is_chosen else _changed_most(pair, names),
        format_func=lambda name: name.replace("_", " "),
        key=compare_state.SPLIT,
        persist_state="session",
    )
    sought = third.text_input("Search", key=compare_state.SEARCH, placeholder="any word")
    only_marked = fourth.toggle("with struck words only", key=compare_state.ONLY_MARKED)
    data = marked.splits[split]
    answers = _answers(measured, split, data)
    if answers is None and change != "all":
        st.caption("These sentences were not measured, so they are shown in order.")
        change = "all"
    rows = rows_of(*answers, change).tolist() if answers else list(range(len(data)))
    within = (
        None
        if word is not None
        else cell_filter(answers, measured.after.labels if measured else ())
    )
    if within is not None:
        rows = [row for row in rows if row in within]
    matching_rows = _matching(data, rows, sought, only_marked, word)
    if not matching_rows:
        st.caption("No sentence of this test set matches.")
        return None
    cell = st.session_state.get(compare_state.CELL) if within is not None else None
    list_name = f"{change} {split} {sought} {only_marked} {word} {cell}"
    with row_of_controls:
        row = matching_rows[_number(list_name, len(matching_rows)) - 1]
    return Choice(
        data.texts[row],
        frozenset(data.marked[row]),
        data.labels[row],
        f"sentence {row + 1:,} of {len(data):,} in {split.replace('_', ' ')}",
        split,
        row,
        matching_rows,
        answers if answers and row < len(answers[0]) else None,
    )


def _answers(
    measured: MeasuredPair | None, split: str, data: LabelledTexts
) -> tuple[Answers, Answers] | None:
    """Both models' answers, if they are to the first of these very sentences: others may have been
    added since, and labels changed."""
    answers = None if measured is None else measured.splits.get(split)
    if measured is None or answers is None or len(answers[0]) > len(data):
        return None
    todays_hash = _hash(data, answers[0], measured.after.labels, hash(data), answers[0].texts_hash)
    return answers if todays_hash == answers[0].texts_hash else None


# The sentences' own hash and the expected one name them well enough.
@st.cache_data(max_entries=20, show_spinner=False)
def _hash(
    _data: LabelledTexts,
    _answers: Answers,
    _labels: Sequence[str],
    of_data: int,
    expected: str,
) -> str:
    """Of the sentences with the labels that they were measured with; below 0 is the place of one
    that the models do not know."""
    labels = [
        _labels[place] if place >= 0 else label
        for place, label in zip(_answers.truth, _data.labels, strict=False)
    ]
    return texts_hash(_data.texts[: len(labels)], labels)


def _number(list_name: str, count: int) -> int:
    """Previous, next, or a number from 1 to `count`; each list of sentences has its own place.

    It is drawn into the row of controls that is open.
    """
    key = compare_state.place_in(list_name)
    number = min(max(1, st.session_state.setdefault(key, 1)), count)
    st.session_state[key] = number
    for label, icon, step, end, name in (
        ("Previous", ":material/arrow_back:", -1, 1, "compare previous"),
        ("Next", ":material/arrow_forward:", 1, count, "compare next"),
    ):
        st.button(
            label,
            icon=icon,
            disabled=number == end,
            on_click=compare_state.move_place,
            args=(list_name, step),
            key=name,
        )
    return int(
        st.number_input(f"Number, of {count:,}", min_value=1, max_value=count, key=key, width=115)
    )


def _order(marked: MarkedSplits) -> list[str]:
    """Splits with sentences, those models were not trained or tuned on first."""
    names = [name for name, data in marked.splits.items() if len(data)]
    trained_on = [name for name in (VALIDATION, TRAIN) if name in names]
    return [name for name in names if name not in trained_on] + trained_on


def _changed_most(pair: RunPair, names: Sequence[str]) -> int:
    """Place of the split whose accuracy changed most: there is most to see."""
    before, after = (evaluation.accuracy for evaluation in pair.evaluations)
    change = [abs(after.get(name, 0.0) - before.get(name, 0.0)) for name in names]
    return change.index(max(change, default=0.0)) if change else 0


def _matching(
    data: LabelledTexts, rows: Sequence[int], words: str, only_marked: bool, word: str | None
) -> Sequence[int]:
    sought = word_of(words.strip())
    if not sought and not only_marked and word is None:
        return rows
    return [
        row
        for row in rows
        if (data.marked[row] or not only_marked)
        and (not sought or sought in word_of(data.texts[row]))
        and (word is None or word in words_of(data.texts[row]))
    ]
