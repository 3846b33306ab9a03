"""The words two models lean on: hollow before, full after, a line between."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import altair as alt
import pandas as pd

from rrr.formats.colours import DARK_INK, LIGHT_INK, MODELS
from rrr.formats.percent import percent
from rrr.records import SALIENCY_TITLES
from rrr.services.comparison.leaning import LeanedOn, Leaning
from rrr.ui.chart_panel import AnyChart, ChartPanel
from rrr.ui.chart_style import heading, share_axis
from rrr.ui.compare.measure_charts import COLOURS, FILLS, legend

NUM_WORDS = 12
"""Shown of each kind of list."""
PICK = "word"
"""Name of the selection: click a word to choose it."""
_STRIKE = "\u0336"
"""Draws a line through the letter before it: in a chart, text has no other way to be struck."""
ROW_HEIGHT, FRAME_HEIGHT = 26, 120


def leaning_panel(leaning: Leaning, words: Sequence[LeanedOn]) -> ChartPanel:
    """These of the words, by both models' share of all saliency."""
    title = f"Words leaned on (% of all saliency, {SALIENCY_TITLES[leaning.method]})"
    description = ", ".join(
        f"{word.word}{' (marked)' * word.is_marked} {percent(word.before)} before, "
        f"{percent(word.after)} after"
        for word in words
    )
    table = pd.DataFrame(
        [
            (word.word, "marked" if word.is_marked else "", word.before, word.after)
            for word in leaning.words
        ],
        columns=["word", "marked", "before", "after"],
    )
    draw = partial(_dumbbells, words, title)
    return ChartPanel("words", draw, f"{title}: {description}.", table, MODELS)


def shown(word: LeanedOn) -> str:
    """The word as the chart shows it; a marked word is struck through."""
    if not word.is_marked:
        return word.word
    return _STRIKE.join(word.word) + _STRIKE * (len(word.word) == 1)


def _dumbbells(words: Sequence[LeanedOn], title: str, dark: bool) -> AnyChart:
    ink = DARK_INK if dark else LIGHT_INK
    lines = pd.DataFrame(
        [
            {"word": word.word, "shown": shown(word), "before": word.before, "after": word.after}
            for word in words
        ]
    )
    points = pd.DataFrame(
        [
            {"word": word.word, "shown": shown(word), "model": model, "share": share}
            for word in words
            for model, share in zip(MODELS, (word.before, word.after), strict=True)
        ]
    )
    pick = alt.selection_point(name=PICK, fields=["word"], on="click", empty=True)
    order = [shown(word) for word in words]
    y = alt.Y(
        "shown:N",
        sort=order,
        title=None,
        axis=alt.Axis(
            labelColor=ink, labelLimit=170, labelFontSize=13, labelPadding=9, ticks=False
        ),
    )
    axis = share_axis(ink, tickCount=5)
    paled = alt.condition(pick, alt.value(1), alt.value(0.3))
    rule = (
        alt.Chart(lines)
        .mark_rule(strokeWidth=2, color=ink)
        .encode(
            y=y,
            x=alt.X("before:Q", title=None, axis=axis),
            x2="after:Q",
            opacity=alt.condition(pick, alt.value(0.5), alt.value(0.15)),
        )
    )
    dots = (
        alt.Chart(points)
        .mark_point(size=100, strokeWidth=2.5, cursor="pointer")
        .encode(
            y=y,
            x=alt.X("share:Q", title=None, axis=axis),
            color=alt.Color(
                "model:N",
                scale=COLOURS,
                legend=legend(ink),
            ),
            fill=alt.Fill("model:N", scale=FILLS, legend=legend(ink)),
            opacity=paled,
            tooltip=[
                alt.Tooltip("word:N", title="Word"),
                alt.Tooltip("model:N", title="Model"),
                alt.Tooltip("share:Q", title="Of all saliency", format=".2%"),
            ],
        )
        .add_params(pick)
    )
    # A bar of nothing behind each row, so that the whole row can be clicked.
    rows = alt.Chart(lines).mark_bar(opacity=0, cursor="pointer").encode(y=y, tooltip="word:N")
    height = FRAME_HEIGHT + ROW_HEIGHT * len(words)
    return alt.layer(rows, rule, dots).properties(title=heading(title, ink), height=height)
