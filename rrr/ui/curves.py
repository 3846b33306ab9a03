"""Curves of a training as it goes: before (the baseline) grey, after in the accent colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

import altair as alt
import pyarrow as pa
import streamlit as st

from rrr.formats.colours import AFTER_COLOUR, BEFORE_COLOUR, BEFORE_DASH, DARK_INK, LIGHT_INK
from rrr.formats.percent import percent
from rrr.records import EpochReport
from rrr.ui.chart_style import HALVES, heading, number_axis, share_axis

BEFORE, AFTER, NOW = "before", "after", "now"
"""NOW stands in the place of AFTER while what is trained is not what will be kept."""
HEIGHT, LARGE_HEIGHT = 200, 270
"""Pixels of one chart, axis and title included."""


@dataclass(frozen=True)
class Curve:
    """What one chart draws: `metrics` are tried in this order, the first one reported is drawn.

    Shares, in [0, 1], have no `number_format`. `for_everybody`: large, and without a word of the
    field beside the title.
    """

    title: str
    metrics: tuple[str, ...]
    number_format: str | None = None
    logarithmic: bool = False
    for_everybody: bool = False

    def written(self, value: float) -> str:
        return percent(value) if self.number_format is None else format(value, self.number_format)


CURVES = (
    Curve("Classification loss", ("classification_loss",), ".3f"),
    Curve("Saliency loss (log scale)", ("saliency_loss",), ".1e", logarithmic=True),
    Curve("Ratio of both losses (log)", ("penalty_ratio",), ".2g", logarithmic=True),
    Curve("Accuracy", ("val_accuracy", "accuracy")),
    Curve("Changed by swaps", ("reliance",)),
)
PER_ROW = 3
MOST_POINTS = 50
"""Of one run on one chart: of more epochs evenly spread ones are drawn. Points nearer to each other
cannot be told apart, and a browser takes its time for each."""
_SCHEMA = pa.schema(
    [("epoch", pa.int64()), ("run", pa.string()), ("value", pa.float64()), ("written", pa.string())]
)
_UNSEEN = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)"


def curve_rows(
    curve: Curve,
    before: Sequence[EpochReport],
    after: Sequence[EpochReport],
    after_name: str = AFTER,
) -> pa.Table:
    """The points to draw: columns epoch, run (before or `after_name`), value and written.

    A logarithmic curve leaves out values of 0.
    """
    rows = _rows(curve, BEFORE, before) + _rows(curve, after_name, after)
    # Not a data frame, which takes fifteen times as long to make and to send.
    return pa.Table.from_pylist(
        [dict(zip(_SCHEMA.names, row, strict=True)) for row in rows], _SCHEMA
    )


def draw_curves(
    before: Sequence[EpochReport],
    after: Sequence[EpochReport],
    *,
    num_epochs: int,
    curves: Sequence[Curve] = CURVES,
    after_name: str = AFTER,
) -> None:
    """Draw the curves of which anything has been reported."""
    drawn = [(curve, curve_rows(curve, before, after, after_name)) for curve in curves]
    drawn = [(curve, rows) for curve, rows in drawn if rows.num_rows]
    dark = st.context.theme.type == "dark"
    with st.container(gap=None):  # what is not seen takes no room either
        with st.container():
            for start in range(0, len(drawn), PER_ROW):
                columns = st.columns(min(PER_ROW, len(curves)))
                row = drawn[start : start + PER_ROW]
                for column, (curve, rows) in zip(columns, row, strict=False):
                    title = curve_title(curve, [*before, *after])
                    runs = tuple(rows["run"].unique().to_pylist())
                    column.vega_lite_chart(
                        rows,
                        curve_spec(curve, title, num_epochs, runs, dark=dark),
                        key=f"curve {curve.title}",
                        alt=curve_alt(title),
                    )
        if (step := max(map(_step, (before, after)))) > 1:
            st.caption(f"One epoch in {step} is drawn.")
        descriptions = [describe_curve(curve, before, after, after_name) for curve, _ in drawn]
        st.html(unseen_html(descriptions))


def curve_alt(title: str) -> str:
    """What the chart is, without its numbers: Streamlit makes the text part of the chart, and a
    browser lays a chart out anew, instead of moving its points, when anything but these changes."""
    return f"{title}, epoch by epoch. The newest values follow in words."


def unseen_html(descriptions: Sequence[str]) -> str:
    """Words for people who cannot see the charts, unseen by all others; escaped."""
    return (
        f'<div style="{_UNSEEN}">{"".join(f"<p>{escape(text)}</p>" for text in descriptions)}</div>'
    )


@lru_cache(maxsize=32)
def curve_spec(
    curve: Curve,
    title: str,
    num_epochs: int,
    runs: tuple[str, ...] = (BEFORE, AFTER),
    *,
    dark: bool = False,
) -> dict[str, Any]:
    """The chart as Vega-Lite, without its points; not to be changed by who gets it.

    Kept, because a page that looks every second would otherwise spend more on checking the chart
    than on all else, at the cost of the training it shows.

    Args:
        runs: those of which there are points; the legend names no others.
    """
    ink = DARK_INK if dark else LIGHT_INK
    text: dict[str, Any] = {"labelFontSize": 15} if curve.for_everybody else {}
    if curve.logarithmic:
        scale = alt.Scale(type="log", nice=True)
        # No lines between the powers of ten.
        powers = [10.0**power for power in range(-12, 7)]
        y_axis = number_axis(ink, format="~g", tickCount=4, values=powers, title=None, **text)
    elif curve.number_format is None:
        scale = alt.Scale(domain=[0, 1])
        y_axis = share_axis(ink, HALVES, title=None, **text)
    else:
        scale = alt.Scale(zero=True)
        y_axis = number_axis(ink, format="~g", tickCount=4, title=None, **text)
    base = alt.Chart().encode(
        x=alt.X(
            "epoch:Q",
            scale=alt.Scale(domain=[1, max(num_epochs, 2)], nice=False),
            axis=alt.Axis(
                title=None, tickMinStep=1, tickCount=6, labelColor=ink, grid=False, **text
            ),
        ),
        y=alt.Y("value:Q", scale=scale, axis=y_axis),
        color=alt.Color(
            "run:N",
            scale=_scale(runs, BEFORE_COLOUR, AFTER_COLOUR),
            legend=alt.Legend(
                orient="top",
                title=None,
                labelColor=ink,
                symbolType="stroke",
                symbolSize=300,
                symbolStrokeWidth=2.5,
                offset=4,
                **text,
            ),
        ),
        tooltip=[
            alt.Tooltip("run:N", title="Run"),
            alt.Tooltip("epoch:Q", title="Epoch"),
            alt.Tooltip("written:N", title=curve.title),
        ],
    )
    # Never colour alone: the baseline is dashed.
    shape = alt.StrokeDash("run:N", scale=_scale(runs, list(BEFORE_DASH), [1, 0]))
    lines = base.mark_line(strokeWidth=2, clip=True).encode(strokeDash=shape)
    points = base.mark_circle(size=30, opacity=1)
    if curve.for_everybody:
        above, height = heading(title, ink, 17, offset=2), LARGE_HEIGHT
    else:
        above, height = heading(f"{title}, by epoch", ink, offset=2), HEIGHT
    spec: dict[str, Any] = (lines + points).properties(title=above, height=height).to_dict()
    return spec


def _scale(runs: Sequence[str], of_before: Any, of_other: Any) -> alt.Scale:
    return alt.Scale(
        domain=list(runs), range=[of_before if run == BEFORE else of_other for run in runs]
    )


def describe_curve(
    curve: Curve,
    before: Sequence[EpochReport],
    after: Sequence[EpochReport],
    after_name: str = AFTER,
) -> str:
    """The chart in words, for people who cannot see it."""
    descriptions = [
        f"{name} {rows[-1][3]} after epoch {rows[-1][0]}"
        for name, reports in ((BEFORE, before), (after_name, after))
        if (rows := _rows(curve, name, reports))
    ]
    title = curve_title(curve, [*before, *after])
    return f"{title}: {', '.join(descriptions) or 'nothing reported yet'}."


def curve_title(curve: Curve, reports: Sequence[EpochReport]) -> str:
    """What is drawn, and on which sentences where these are not the trained ones."""
    if curve.for_everybody:
        return curve.title
    held_out = any(
        name.startswith("val_") for name in curve.metrics for r in reports if name in r.metrics
    )
    return f"{curve.title} in validation" if held_out else curve.title


def _rows(
    curve: Curve, run: str, reports: Sequence[EpochReport]
) -> list[tuple[int, str, float, str]]:
    rows = []
    step = _step(reports)
    for report in (
        report for report in reports if report is reports[-1] or report.epoch % step == 0
    ):
        value = next(
            (report.metrics[name] for name in curve.metrics if name in report.metrics), None
        )
        if value is not None and not (curve.logarithmic and value <= 0):
            rows.append((report.epoch, run, value, curve.written(value)))
    return rows


def _step(reports: Sequence[EpochReport]) -> int:
    """Every n-th epoch is drawn, and the newest."""
    return math.ceil(len(reports) / MOST_POINTS) or 1
