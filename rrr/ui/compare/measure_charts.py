"""Shares of two models with their intervals: accuracy by slice, and reliance.

Before is a hollow grey dot, after a full blue one, each on the line of its interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import altair as alt
import pandas as pd

from rrr.counted import counted
from rrr.formats.colours import AFTER_COLOUR, BEFORE_COLOUR, DARK_INK, LIGHT_INK, MODELS
from rrr.formats.percent import percent
from rrr.services.comparison.over_seeds import Spread
from rrr.services.comparison.slices import Slice
from rrr.ui.chart_panel import AnyChart, ChartPanel
from rrr.ui.chart_style import QUARTERS, heading, share_axis

ROW_HEIGHT, FRAME_HEIGHT = 48, 140
"""Pixels for one measure, and for title, legend and axis together."""
COLOURS = alt.Scale(domain=list(MODELS), range=[BEFORE_COLOUR, AFTER_COLOUR])
FILLS = alt.Scale(domain=list(MODELS), range=["transparent", AFTER_COLOUR])


def legend(ink: str) -> alt.Legend:
    """The same for stroke and fill, so that Vega draws one legend for both."""
    return alt.Legend(
        orient="top", title=None, labelColor=ink, symbolOpacity=1, symbolStrokeWidth=2
    )


@dataclass(frozen=True)
class Measured:
    """One model's share with its interval, all in [0, 1], and what the interval is."""

    what: str
    model: str
    share: float
    low: float
    high: float
    of: str


def accuracy_panel(
    data_slices: Sequence[Slice], key: str, title: str, *, of_one_split: bool = False
) -> ChartPanel:
    """Accuracy of both models on each slice, which is named by its part alone if `of_one_split`."""
    rows = [
        Measured(
            name,
            model,
            calibration.share,
            *calibration.interval,
            f"{calibration.hits:,} of {calibration.number:,}",
        )
        for data_slice in data_slices
        for name in (data_slice.part if of_one_split else data_slice.name,)
        for model, calibration in zip(MODELS, (data_slice.before, data_slice.after), strict=True)
    ]
    return measured_panel(rows, key, f"{title} (% right, 95 % intervals)")


def reliance_panel(before: Mapping[str, Spread], after: Mapping[str, Spread]) -> ChartPanel:
    """Reliance of both models by each measure; says what the intervals are over."""
    rows = [
        Measured(name, model, proportion.share, proportion.low, proportion.high, _over(proportion))
        for name in before
        if name in after
        for model, proportion in zip(MODELS, (before[name], after[name]), strict=True)
    ]
    return measured_panel(rows, "reliance", "Reliance on the struck words (%, 95 % intervals)")


def measured_panel(rows: Sequence[Measured], key: str, title: str) -> ChartPanel:
    description = ", ".join(
        f"{row.what} {row.model} {percent(row.share)} ({percent(row.low)} to {percent(row.high)})"
        for row in rows
    )
    table = pd.DataFrame(
        [(row.what, row.model, row.share, row.low, row.high, row.of) for row in rows],
        columns=["measured", "model", "share", "from", "to", "of"],
    )
    draw = partial(_draw, rows, title)
    return ChartPanel(key, draw, f"{title}: {description}.", table, ("share", "from", "to"))


def _over(spread: Spread) -> str:
    if spread.num_seeds > 1:
        return f"{spread.num_seeds} seeds"
    return f"{counted(spread.number, 'sentence')}, one seed"


def _draw(rows: Sequence[Measured], title: str, dark: bool) -> AnyChart:
    data = pd.DataFrame([{**vars(row), "written": percent(row.share)} for row in rows])
    ink = DARK_INK if dark else LIGHT_INK
    base = alt.Chart(data).encode(
        y=alt.Y(
            "what:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=190, ticks=False, labelColor=ink, labelFontSize=12),
        ),
        yOffset=alt.YOffset("model:N", sort=list(MODELS)),
        tooltip=[
            alt.Tooltip("what:N", title="Measured"),
            alt.Tooltip("model:N", title="Model"),
            alt.Tooltip("written:N", title="Share"),
            alt.Tooltip("low:Q", title="From", format=".1%"),
            alt.Tooltip("high:Q", title="To", format=".1%"),
            alt.Tooltip("of:N", title="Of"),
        ],
    )
    colour = alt.Color(
        "model:N",
        scale=COLOURS,
        legend=legend(ink),
    )
    share = alt.X(
        "share:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1]),
        axis=share_axis(ink, QUARTERS),
    )
    lines = base.mark_rule(strokeWidth=3, opacity=0.55).encode(
        x=alt.X("low:Q", title=None), x2="high:Q", color=colour
    )
    points = base.mark_point(size=90, strokeWidth=2.5, opacity=1).encode(
        x=share, color=colour, fill=alt.Fill("model:N", scale=FILLS, legend=legend(ink))
    )
    # The number stands where there is room: right of the interval, or left of one near 100 %.
    number = base.encode(text="written:N")
    numbers = [
        number.transform_filter("datum.high <= 0.88")
        .mark_text(align="left", dx=8, fontSize=12, color=ink)
        .encode(x=alt.X("high:Q", title=None)),
        number.transform_filter("datum.high > 0.88")
        .mark_text(align="right", dx=-8, fontSize=12, color=ink)
        .encode(x=alt.X("low:Q", title=None)),
    ]
    height = FRAME_HEIGHT + ROW_HEIGHT * len({row.what for row in rows})
    return alt.layer(lines, points, *numbers).properties(title=heading(title, ink), height=height)
