"""Curves of a training as it goes: before (the baseline) grey, after in the accent colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from rrr.formats.look import AFTER_COLOUR, BEFORE_COLOUR, BEFORE_DASH, DARK_INK, LIGHT_INK
from rrr.records import EpochReport

BEFORE, AFTER = "before", "after"
HEIGHT = 200
"""Pixels of one chart, axis and title included."""


@dataclass(frozen=True)
class Curve:
    """What one chart draws: `metrics` are tried in this order, the first one reported is drawn."""

    title: str
    metrics: tuple[str, ...]
    number_format: str
    logarithmic: bool = False


CURVES = (
    Curve("Classification loss", ("classification_loss",), ".3f"),
    Curve("Saliency loss (log scale)", ("saliency_loss",), ".1e", logarithmic=True),
    Curve("Ratio of both losses (log)", ("penalty_ratio",), ".2g", logarithmic=True),
    Curve("Accuracy", ("val_accuracy", "accuracy"), ".1%"),
    Curve("Changed by swaps", ("reliance",), ".1%"),
)
PER_ROW = 3


def curve_rows(
    curve: Curve, before: Sequence[EpochReport], after: Sequence[EpochReport]
) -> pd.DataFrame:
    """The points to draw: columns epoch, run (before or after) and value.

    A logarithmic curve leaves out values of 0.
    """
    rows = _rows(curve, BEFORE, before) + _rows(curve, AFTER, after)
    return pd.DataFrame(rows, columns=["epoch", "run", "value"])


def draw_curves(
    before: Sequence[EpochReport],
    after: Sequence[EpochReport],
    *,
    num_epochs: int,
    curves: Sequence[Curve] = CURVES,
) -> None:
    """Draw the curves of which anything has been reported."""
    drawn = [(curve, curve_rows(curve, before, after)) for curve in curves]
    drawn = [(curve, rows) for curve, rows in drawn if len(rows)]
    dark = st.context.theme.type == "dark"
    for start in range(0, len(drawn), PER_ROW):
        columns = st.columns(min(PER_ROW, len(curves)))
        for column, (curve, rows) in zip(columns, drawn[start : start + PER_ROW], strict=False):
            title = curve_title(curve, [*before, *after])
            column.vega_lite_chart(
                rows,
                curve_spec(curve, title, num_epochs, dark=dark),
                key=f"curve {curve.title}",
                alt=describe_curve(curve, before, after),
            )


@lru_cache(maxsize=32)
def curve_spec(curve: Curve, title: str, num_epochs: int, *, dark: bool = False) -> dict[str, Any]:
    """The chart as Vega-Lite, without its points; not to be changed by who gets it.

    Kept, because a page that looks every second would otherwise spend more on checking the chart
    than on all else, at the cost of the training it shows.
    """
    ink = DARK_INK if dark else LIGHT_INK
    if curve.logarithmic:
        scale, numbers = alt.Scale(type="log", nice=True), "~e"
    elif curve.number_format.endswith("%"):
        scale, numbers = alt.Scale(domain=[0, 1]), "%"
    else:
        scale, numbers = alt.Scale(zero=True), "~g"
    powers = [10.0**power for power in range(-12, 7)]  # no lines between them
    values = powers if curve.logarithmic else alt.Undefined
    y_axis = alt.Axis(format=numbers, tickCount=4, values=values, title=None, labelColor=ink)
    base = alt.Chart().encode(
        x=alt.X(
            "epoch:Q",
            scale=alt.Scale(domain=[1, max(num_epochs, 2)], nice=False),
            axis=alt.Axis(title=None, tickMinStep=1, tickCount=6, labelColor=ink, grid=False),
        ),
        y=alt.Y("value:Q", scale=scale, axis=y_axis),
        color=alt.Color(
            "run:N",
            scale=alt.Scale(domain=[BEFORE, AFTER], range=[BEFORE_COLOUR, AFTER_COLOUR]),
            legend=alt.Legend(
                orient="top",
                title=None,
                labelColor=ink,
                symbolType="stroke",
                symbolSize=300,
                symbolStrokeWidth=2.5,
                offset=4,
            ),
        ),
        tooltip=[
            alt.Tooltip("run:N", title="Run"),
            alt.Tooltip("epoch:Q", title="Epoch"),
            alt.Tooltip("value:Q", title=curve.title, format=curve.number_format),
        ],
    )
    # Never colour alone: the baseline is dashed.
    dashes = alt.Scale(domain=[BEFORE, AFTER], range=[list(BEFORE_DASH), [1, 0]])
    shape = alt.StrokeDash("run:N", scale=dashes)
    lines = base.mark_line(strokeWidth=2, clip=True).encode(strokeDash=shape)
    points = base.mark_circle(size=30, opacity=1)
    heading = alt.Title(
        f"{title}, by epoch", fontSize=13, fontWeight="normal", anchor="start", color=ink, offset=2
    )
    spec: dict[str, Any] = (lines + points).properties(title=heading, height=HEIGHT).to_dict()
    return spec


def describe_curve(
    curve: Curve, before: Sequence[EpochReport], after: Sequence[EpochReport]
) -> str:
    """The chart in words, for people who cannot see it."""
    told = [
        f"{name} {format(rows[-1][2], curve.number_format)} after epoch {rows[-1][0]}"
        for name, reports in ((BEFORE, before), (AFTER, after))
        if (rows := _rows(curve, name, reports))
    ]
    title = curve_title(curve, [*before, *after])
    return f"{title}: {', '.join(told) or 'nothing reported yet'}."


def curve_title(curve: Curve, reports: Sequence[EpochReport]) -> str:
    """What is drawn, and on which sentences where these are not the trained ones."""
    held_out = any(
        name.startswith("val_") for name in curve.metrics for r in reports if name in r.metrics
    )
    return f"{curve.title} in validation" if held_out else curve.title


def _rows(curve: Curve, run: str, reports: Sequence[EpochReport]) -> list[tuple[int, str, float]]:
    rows = []
    for report in reports:
        value = next(
            (report.metrics[name] for name in curve.metrics if name in report.metrics), None
        )
        if value is not None and not (curve.logarithmic and value <= 0):
            rows.append((report.epoch, run, value))
    return rows
