"""Sections of the Compare page that need numbers only: accuracy and reliance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from rrr.formats.colours import AFTER_COLOUR, BEFORE_COLOUR, MODELS
from rrr.formats.percent import percent
from rrr.records import TEST, TRAIN, Run
from rrr.services.comparison.calibration import calibration
from rrr.services.comparison.confusion import confusion
from rrr.services.comparison.measured_pairs import MeasuredPair
from rrr.services.comparison.over_seeds import reliance_spreads
from rrr.services.comparison.pairs import RunPair
from rrr.services.comparison.slices import ALL, slices
from rrr.ui.chart_panel import show_chart
from rrr.ui.compare import compare_state
from rrr.ui.compare.confusion_cell import choose_cell, go_to_cell, take_cell
from rrr.ui.compare.measure_charts import accuracy_panel, reliance_panel
from rrr.ui.compare.sureness_charts import calibration_panel, confusion_panels
from rrr.ui.page_part import page_part
from rrr.ui.plain_text import plain

MAX_LABELS = 12
"""Of more labels no matrix is drawn: nobody could read it."""


@page_part()
def accuracy_section(measured: MeasuredPair, sentences: str) -> None:
    """Each split and its parts; then, of one split, what is taken for what and how surely.

    Args:
        measured: both models' answers.
        sentences: name of the section to which a click in a matrix leads.
    """
    go_to_cell()
    labels = measured.after.labels
    data_slices = slices(measured.splits, labels)
    show_chart(
        accuracy_panel(
            [s for s in data_slices if s.part == ALL], "accuracy", "Accuracy on each split"
        )
    )
    names = [name for name in measured.splits if name != TRAIN]
    if not names:
        return
    split = st.selectbox(
        "In detail",
        names,
        index=names.index(TEST) if TEST in names else 0,
        format_func=lambda name: name.replace("_", " "),
        key=compare_state.MEASURED_SPLIT,
        width=260,
    )
    left, right = st.columns(2, gap="large")
    of_split = [data_slice for data_slice in data_slices if data_slice.split == split]
    before, after = measured.splits[split]
    with left:
        title = f"Parts of {split.replace('_', ' ')}"
        show_chart(accuracy_panel(of_split, "slices", title, of_one_split=True))
    with right:
        of_before, of_after = calibration(before), calibration(after)
        show_chart(calibration_panel(of_before, of_after))
        st.caption(
            f"Expected calibration error: before {percent(of_before.error)}, after "
            f"{percent(of_after.error)} (mean gap between sureness and being right). Dashed: "
            "ideal; larger points stand for more predictions."
        )
    if len(labels) > MAX_LABELS:
        st.caption(f"{len(labels)} labels are too many for a table of mix-ups.")
        return
    counts = {
        name: confusion(answers) for name, answers in zip(MODELS, (before, after), strict=True)
    }
    for model, column, panel in zip(
        MODELS, st.columns(2, gap="large"), confusion_panels(counts, labels, split), strict=True
    ):
        with column:
            show_chart(panel, on_select=partial(take_cell, panel.key, model, split, sentences))
            choose_cell(model, counts[model], labels, split, sentences)
    st.caption("Click a number to see its sentences, or choose it from the list beneath it.")


@page_part()
def reliance_section(measured: MeasuredPair, pair: RunPair, runs: Sequence[Run]) -> None:
    """How far predictions follow the marked words, all together and one by one."""
    before, after = measured.before.evaluation, measured.after.evaluation
    spreads = [
        reliance_spreads(evaluation, run, runs)
        for evaluation, run in ((before, pair.before), (after, pair.after))
    ]
    if not all(spreads):
        st.caption("No measured sentence has a struck word.")
        return
    show_chart(reliance_panel(*spreads))
    seeds = [max(spread.num_seeds for spread in measures.values()) for measures in spreads]
    if max(seeds) > 1:
        st.caption(
            f"Means over {seeds[0]} (before) and {seeds[1]} (after) seeds with Student’s 95 % "
            "intervals: runs that differ in nothing but the seed. One seed’s interval is Wilson’s "
            "over its sentences."
        )
    else:
        st.caption(
            "95 % intervals (Wilson) over the sentences of this one pair. They do not say how much "
            "another seed would differ."
        )
    _word_by_word(measured)


def _word_by_word(measured: MeasuredPair) -> None:
    split = TEST if TEST in measured.splits and len(measured.splits[TEST][0].marked) else TRAIN
    if split not in measured.splits:
        return
    before, after = (
        {count.word: count for count in answers.word_counts(words)}
        for answers, words in zip(
            measured.splits[split], (measured.before.words, measured.after.words), strict=True
        )
    )
    if not after:
        return
    st.markdown(f"**Each struck word swapped alone**, in {plain(split.replace('_', ' '))}")
    st.dataframe(
        pd.DataFrame(
            [
                (
                    word,
                    100 * before[word].rate if word in before else None,
                    100 * spread.rate,
                    spread.number,
                )
                for word, spread in after.items()
            ],
            columns=["word", "followed before", "followed after", "sentences"],
        ),
        hide_index=True,
        column_config={
            f"followed {model}": st.column_config.ProgressColumn(
                format="%.0f %%", min_value=0, max_value=100, color=colour
            )
            for model, colour in zip(MODELS, (BEFORE_COLOUR, AFTER_COLOUR), strict=True)
        },
        alt="How often predictions follow each struck word, before and after",
    )
