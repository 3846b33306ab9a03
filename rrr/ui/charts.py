"""Before/after bar charts: before is grey, after is the accent; bars are labelled with both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import altair as alt
import pandas as pd

from rrr.formats.look import AFTER_COLOUR, BEFORE_COLOUR, DARK_INK, LIGHT_INK
from rrr.formats.percent import percent
from rrr.records import Evaluation, Reliance

ROW_HEIGHT, FRAME_HEIGHT = 40, 130
"""Pixels for one measure, and for title, legend and axis together."""


def accuracy_chart(before: Evaluation, after: Evaluation, *, dark: bool = False) -> alt.LayerChart:
    """Share of right predictions on each test split, in percent."""
    rows = {
        name.replace("_", " "): (before.accuracy[name], after.accuracy[name])
        for name in after.accuracy
        if name in before.accuracy
    }
    return _before_after(rows, "Accuracy on each test split (% right)", dark)


def reliance_chart(before: Reliance, after: Reliance, *, dark: bool = False) -> alt.LayerChart:
    """Reliance on the marked words by each measure, in percent."""
    rows = {
        "swap changes prediction": (before.swap_flip_rate, after.swap_flip_rate),
        "removal changes prediction": (before.removal_change, after.removal_change),
        "share of saliency": (before.saliency_share, after.saliency_share),
    }
    return _before_after(rows, "Reliance on the marked words (%)", dark)


def describe(chart: alt.LayerChart) -> str:
    """The chart in words, for people who cannot see it."""
    data = cast(pd.DataFrame, chart.data)
    told = [f"{row.what} {row.model} {row.written}" for row in data.itertuples(index=False)]
    return f"{chart.title}: {', '.join(told)}."


def _before_after(
    rows: Mapping[str, tuple[float, float]], title: str, dark: bool
) -> alt.LayerChart:
    data = pd.DataFrame(
        [
            {"what": what, "model": model, "share": share, "written": percent(share)}
            for what, shares in rows.items()
            for model, share in zip(("before", "after"), shares, strict=True)
        ],
        columns=["what", "model", "share", "written"],
    )
    ink = DARK_INK if dark else LIGHT_INK
    base = alt.Chart(data).encode(
        y=alt.Y(
            "what:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=220, ticks=False, labelColor=ink),
        ),
        yOffset=alt.YOffset("model:N", sort=["before", "after"]),
        x=alt.X(
            "share:Q",
            title=None,
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], labelColor=ink),
        ),
        tooltip=[
            alt.Tooltip("what:N", title="Measured"),
            alt.Tooltip("model:N", title="Model"),
            alt.Tooltip("written:N", title="Value"),
        ],
    )
    bars = base.mark_bar().encode(
        color=alt.Color(
            "model:N",
            sort=["before", "after"],
            scale=alt.Scale(domain=["before", "after"], range=[BEFORE_COLOUR, AFTER_COLOUR]),
            legend=alt.Legend(orient="top", title=None, labelColor=ink),
        )
    )
    numbers = base.mark_text(align="left", dx=4, fontSize=12, color=ink).encode(text="written:N")
    return (bars + numbers).properties(title=title, height=FRAME_HEIGHT + ROW_HEIGHT * len(rows))
