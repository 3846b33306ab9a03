"""What the search for λ has tried: λ against reliance and accuracy, and why one was chosen."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from rrr.counted import counted
from rrr.formats.colours import AFTER_COLOUR, BEFORE_COLOUR, DARK_INK, LIGHT_INK
from rrr.formats.percent import percent
from rrr.records import WeightSearch
from rrr.services.training.weight_rule import RELIANCE_ALLOWED
from rrr.ui.chart_style import QUARTERS, heading, number_axis, share_axis
from rrr.ui.plain_text import plain
from rrr.ui.train.on_demand import on_demand

RIGHT, CHANGED = "right without their help", "changed by swaps"
HEIGHT = 300  # title, legend and axis included
_FEWEST_POINTS = 2


def search_panel(search: WeightSearch, *, folded: bool) -> None:
    """The search so far: the reason, a chart once there are trials, and the same as a table.

    Args:
        search: may be under way.
        folded: whether it is opened on demand only.
    """
    if search.trials:
        title = f"How λ was found: {counted(len(search.trials), 'trial')}"
        on_demand(title, "how λ was found", partial(_draw, search), folded=folded)


def _draw(search: WeightSearch) -> None:
    if search.why:
        st.markdown(plain(search.why))
    rows = search_rows(search)
    if rows["weight"].nunique() >= _FEWEST_POINTS:
        dark = st.context.theme.type == "dark"
        st.vega_lite_chart(rows, search_spec(search, dark=dark), key="search", alt=describe(search))
    st.dataframe(search_table(search), hide_index=True)


def search_rows(search: WeightSearch) -> pd.DataFrame:
    """Columns `weight`, `measure`, `share` in [0, 1], `judged`, `chosen`; no collapsed trials."""
    return pd.DataFrame(
        [
            (trial.reason_weight, measure, share, trial.story, trial.reason_weight == search.chosen)
            for trial in search.trials
            if trial.reliance is not None
            for measure, share in (
                (RIGHT, trial.score),
                (CHANGED, trial.reliance.swap_flip_rate),
            )
        ],
        columns=["weight", "measure", "share", "judged", "chosen"],
    )


def search_spec(search: WeightSearch, *, dark: bool) -> dict[str, Any]:
    """A chart without its data. The dashed line is what deleting the words gives."""
    ink = DARK_INK if dark else LIGHT_INK
    colours = alt.Scale(domain=[RIGHT, CHANGED], range=[AFTER_COLOUR, BEFORE_COLOUR])
    base = alt.Chart().encode(
        x=alt.X(
            "weight:Q",
            scale=alt.Scale(type="log"),
            axis=number_axis(
                ink,
                title="λ (log scale)",
                format=".3~g",
                values=sorted({trial.reason_weight for trial in search.trials}),
                grid=False,
            ),
        ),
        y=alt.Y(
            "share:Q",
            scale=alt.Scale(domain=[0, 1]),
            axis=share_axis(ink, QUARTERS, title=None),
        ),
        tooltip=[
            alt.Tooltip("weight:Q", title="λ", format=".3~g"),
            alt.Tooltip("measure:N", title="Predictions"),
            alt.Tooltip("share:Q", title="Share", format=".1%"),
            alt.Tooltip("judged:N", title="Judged"),
        ],
    )
    legend = alt.Legend(orient="top", title=None, labelColor=ink, labelLimit=300)
    coloured = base.encode(
        color=alt.Color("measure:N", scale=colours, legend=legend),
        # Never colour alone.
        shape=alt.Shape(
            "measure:N", scale=alt.Scale(domain=[RIGHT, CHANGED], range=["circle", "square"])
        ),
    )
    points = coloured.mark_point(filled=True, size=70, opacity=1)
    ring = base.transform_filter("datum.chosen").mark_point(size=260, strokeWidth=2, color=ink)
    lines = coloured.mark_line(strokeWidth=1.5)
    layers = lines + points + ring
    if search.deleted_accuracy is not None:
        layers += (
            alt.Chart(alt.Data(values=[{"share": search.deleted_accuracy}]))
            .mark_rule(strokeDash=[5, 3], color=ink, opacity=0.6)
            .encode(y="share:Q")
        )
    title = heading("λ tried; dashed: words deleted instead", ink)
    spec: dict[str, Any] = layers.properties(title=title, height=HEIGHT).to_dict()
    return spec


def search_table(search: WeightSearch) -> pd.DataFrame:
    """One row per trial, in the order of λ, as people read it."""
    trials = sorted(search.trials, key=lambda trial: trial.reason_weight)
    return pd.DataFrame(
        {
            "λ": [f"{trial.reason_weight:.3g}" for trial in trials],
            "changed by swaps": [
                percent(trial.reliance.swap_flip_rate) if trial.reliance else "–"
                for trial in trials
            ],
            "right without their help": [
                percent(trial.score) if trial.reliance else "–" for trial in trials
            ],
            "judged": [trial.story for trial in trials],
            "chosen": ["✓" if t.reason_weight == search.chosen else "" for t in trials],
        }
    )


def describe(search: WeightSearch) -> str:
    """The chart in words, for people who cannot see it."""
    sentences = [
        f"λ {trial.reason_weight:.3g} {trial.story}"
        + (f", {percent(trial.score)} right without their help" if trial.reliance else "")
        for trial in search.trials
    ]
    allowed = f"Swaps may change {percent(RELIANCE_ALLOWED)}."
    return f"λ tried: {'; '.join(sentences) or 'none yet'}. {allowed}"
