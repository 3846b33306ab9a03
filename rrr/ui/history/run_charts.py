"""How accuracy and reliance moved, from model to model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from functools import partial

import altair as alt
import pandas as pd

from rrr.formats.colours import DARK_INK, LIGHT_INK
from rrr.formats.percent import percent
from rrr.services.comparison.run_history import HistoryPoint
from rrr.ui.chart_panel import ChartPanel
from rrr.ui.chart_style import QUARTERS, heading, number_axis, share_axis

HEIGHT = 330
"""Pixels of one chart, title, legend and axis included."""

_COLOURS = ("#3b87bb", "#d1730d", "#2f9e77", "#c065a3", "#8b9097")
"""After Okabe and Ito, told apart by colour-blind people on light and dark pages; shapes help."""
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")


def accuracy_history(points: Sequence[HistoryPoint], zone: tzinfo, *, by_words: bool) -> ChartPanel:
    """Share of right predictions on each test split."""
    names = dict.fromkeys(name for point in points for name in point.accuracy)
    series = {
        name.replace("_", " "): [point.accuracy.get(name) for point in points] for name in names
    }
    return _panel("Right predictions", "history accuracy", points, series, zone, by_words)


def reliance_history(points: Sequence[HistoryPoint], zone: tzinfo, *, by_words: bool) -> ChartPanel:
    """Share of predictions that follow the struck words."""
    series = {
        "swapped": [point.swap_flip_rate for point in points],
        "removed": [point.removal_change for point in points],
    }
    title = "Predictions that change when struck words are"
    return _panel(title, "history reliance", points, series, zone, by_words)


def _panel(
    title: str,
    key: str,
    points: Sequence[HistoryPoint],
    series: Mapping[str, Sequence[float | None]],
    zone: tzinfo,
    by_words: bool,
) -> ChartPanel:
    rows = [
        {
            "measure": measure,
            "words struck": point.num_marked_tokens,
            "run": place,
            "model": point.run.name,
            "finished": point.finished_at.astimezone(zone).strftime("%d %b %H:%M"),
            "share": share,
            "written": percent(share),
        }
        for measure, shares in series.items()
        for place, (point, share) in enumerate(zip(points, shares, strict=True))
        if share is not None
    ]
    columns = ["measure", "words struck", "run", "model", "finished", "share", "written"]
    data = pd.DataFrame(rows, columns=columns)
    table = data[["measure", "finished", "model", "words struck", "share"]]
    return ChartPanel(
        key, partial(_draw, data, title, by_words), _description(title, data), table, ("share",)
    )


def _description(title: str, data: pd.DataFrame) -> str:
    sentences = []
    for measure, rows in data.groupby("measure", sort=False):
        first_row, last_row = rows.iloc[0], rows.iloc[-1]
        between = "" if len(rows) == 1 else f" at first, {last_row.written} now"
        sentences.append(f"{measure} {first_row.written}{between}")
    return f"{title}: {'; '.join(sentences) or 'nothing measured'}."


def _draw(data: pd.DataFrame, title: str, by_words: bool, dark: bool) -> alt.LayerChart:
    ink = DARK_INK if dark else LIGHT_INK
    measures = list(dict.fromkeys(data["measure"]))
    legend = alt.Legend(
        orient="top", title=None, labelColor=ink, labelLimit=200, columns=3, symbolSize=80
    )
    if by_words:
        x = alt.X(
            "words struck:Q",
            scale=alt.Scale(zero=True, nice=True),
            axis=number_axis(
                ink, title="words struck in training", tickCount=5, format=",d", grid=False
            ),
        )
    else:
        names = list(dict.fromkeys(data["run"]))
        x = alt.X(
            "run:O",
            sort=names,
            axis=alt.Axis(title="models, oldest first", labels=False, ticks=False, grid=False),
        )
    base = alt.Chart(data).encode(
        x=x,
        y=alt.Y(
            "share:Q",
            scale=alt.Scale(domain=[0, 1]),
            axis=share_axis(ink, QUARTERS, title=None),
        ),
        color=alt.Color(
            "measure:N",
            sort=measures,
            scale=alt.Scale(domain=measures, range=list(_COLOURS)[: max(len(measures), 1)]),
            legend=legend,
        ),
        order="run:O",
        tooltip=[
            alt.Tooltip("measure:N", title="Measured"),
            alt.Tooltip("written:N", title="Share"),
            alt.Tooltip("words struck:Q", title="Words struck", format=",d"),
            alt.Tooltip("model:N", title="Model"),
            alt.Tooltip("finished:N", title="Finished"),
        ],
    )
    shapes = alt.Scale(domain=measures, range=list(_SHAPES)[: max(len(measures), 1)])
    points = base.mark_point(size=70, filled=True, opacity=1).encode(
        shape=alt.Shape("measure:N", sort=measures, scale=shapes, legend=legend)
    )
    chart: alt.LayerChart = (base.mark_line(strokeWidth=2) + points).properties(
        title=heading(title, ink), height=HEIGHT
    )
    return chart.configure_axis(labelColor=ink, titleColor=ink)
