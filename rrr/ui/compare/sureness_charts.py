"""Two models' sureness: which label is taken for which, and is it as often right as it is sure?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from rrr.formats.colours import AFTER_COLOUR, BEFORE_COLOUR, DARK_INK, LIGHT_INK, MODELS
from rrr.formats.percent import percent
from rrr.services.comparison.calibration import Calibration
from rrr.ui.chart_panel import AnyChart, ChartPanel
from rrr.ui.chart_style import QUARTERS, heading, share_axis
from rrr.ui.compare.confusion_cell import PICK
from rrr.ui.compare.measure_charts import COLOURS, FILLS, legend

HEIGHT = 320
DARK_CELL = 0.6
"""Share from which a cell's number is written in white."""
_COLOURS = dict(zip(MODELS, (BEFORE_COLOUR, AFTER_COLOUR), strict=True))


def calibration_panel(before: Calibration, after: Calibration) -> ChartPanel:
    """Accuracy over confidence, with the number of predictions behind each point."""
    rows = [
        (model, point.low, point.high, point.confidence, point.right.share, *point.right.interval,
         point.right.number)
        for model, sureness in zip(MODELS, (before, after), strict=True)
        for point in sureness.bins
    ]  # fmt: skip
    columns = ["model", "low", "high", "confidence", "right", "from", "to", "number"]
    data = pd.DataFrame(rows, columns=columns)
    description = (
        "Reliability: how often predictions are right by how sure the model is. Expected "
        f"calibration error before {percent(before.error)}, after {percent(after.error)}."
    )
    names = {
        "low": "confidence from",
        "high": "confidence to",
        "confidence": "mean confidence",
        "from": "right from (95 %)",
        "to": "right to (95 %)",
        "number": "predictions",
    }
    table = data.rename(columns=names)
    shares = tuple(table.columns[1:-1])
    return ChartPanel(
        "calibration", lambda dark: _reliability(data, dark), description, table, shares
    )


def _reliability(data: pd.DataFrame, dark: bool) -> AnyChart:
    ink = DARK_INK if dark else LIGHT_INK
    least = float(data["low"].min()) if len(data) else 0.0
    x = alt.X(
        "confidence:Q",
        title="how sure the model is",
        scale=alt.Scale(domain=[min(0.5, least), 1]),
        axis=share_axis(ink, grid=False, tickCount=5),
    )
    y = alt.Y(
        "right:Q",
        title="how often it is right",
        scale=alt.Scale(domain=[0, 1]),
        axis=share_axis(ink, QUARTERS),
    )
    colour = alt.Color(
        "model:N",
        scale=COLOURS,
        legend=legend(ink),
    )
    base = alt.Chart(data).encode(
        x=x,
        color=colour,
        tooltip=[
            alt.Tooltip("model:N", title="Model"),
            alt.Tooltip("confidence:Q", title="Mean confidence", format=".1%"),
            alt.Tooltip("right:Q", title="Right", format=".1%"),
            alt.Tooltip("number:Q", title="Predictions", format=","),
        ],
    )
    fill = alt.Fill("model:N", scale=FILLS, legend=legend(ink))
    points = base.mark_point(strokeWidth=2, opacity=1).encode(
        y=y,
        fill=fill,
        size=alt.Size("number:Q", legend=None, scale=alt.Scale(range=[40, 320])),
    )
    bars = base.mark_rule(strokeWidth=2, opacity=0.55).encode(
        y=alt.Y("from:Q", title="how often it is right"), y2="to:Q"
    )
    ideal = pd.DataFrame({"confidence": [min(0.5, least), 1.0], "right": [min(0.5, least), 1.0]})
    line = alt.Chart(ideal).mark_line(strokeDash=[4, 4], color=ink, opacity=0.6).encode(x=x, y=y)
    title = heading("As often right as it is sure?", ink)
    return alt.layer(line, bars, points).properties(title=title, height=HEIGHT)


def confusion_panels(
    counts: Mapping[str, np.ndarray], labels: Sequence[str], split: str
) -> list[ChartPanel]:
    """One matrix a model: true labels down, predicted labels across."""
    return [_confusion_panel(model, counts[model], labels, split) for model in MODELS]


def _confusion_panel(
    model: str, counts: np.ndarray, labels: Sequence[str], split: str
) -> ChartPanel:
    rows = [
        (labels[true], labels[predicted], int(counts[true, predicted]),
         counts[true, predicted] / max(1, counts[true].sum()))
        for true in range(len(labels))
        for predicted in range(len(labels))
    ]  # fmt: skip
    data = pd.DataFrame(rows, columns=["true label", "predicted", "sentences", "share"])
    description = f"{model}, {split}: " + ", ".join(
        f"{true} taken for {guess} {number:,}" for true, guess, number, _ in rows
    )
    title = f"{model}: which label is taken for which"
    return ChartPanel(
        f"confusion {model}",
        lambda dark: _matrix(data, labels, title, _COLOURS[model], dark),
        f"{description}.",
        data,
        ("share",),
    )


def _matrix(
    data: pd.DataFrame, labels: Sequence[str], title: str, colour: str, dark: bool
) -> AnyChart:
    ink, page = (DARK_INK, "#2a2c31") if dark else (LIGHT_INK, "#f2efe9")
    axis = alt.Axis(labelColor=ink, titleColor=ink, labelAngle=0, labelLimit=120)
    pick = alt.selection_point(name=PICK, fields=["true label", "predicted"], on="click")
    base = alt.Chart(data).encode(
        x=alt.X("predicted:N", sort=list(labels), axis=axis),
        y=alt.Y("true label:N", sort=list(labels), axis=axis),
        tooltip=[
            alt.Tooltip("true label:N"),
            alt.Tooltip("predicted:N"),
            alt.Tooltip("sentences:Q", format=","),
            alt.Tooltip("share:Q", title="of this label", format=".1%"),
        ],
    )
    # Mixed as light: by hue, the way from the paper to blue leads through green.
    scale = alt.Scale(domain=[0, 1], range=[page, colour], interpolate="rgb")
    cells = (
        base.mark_rect(cursor="pointer")
        .encode(color=alt.Color("share:Q", scale=scale, legend=None))
        .add_params(pick)
    )
    # Black stands out from both colours, and from the light page; white only from the dark one.
    written = alt.condition(f"datum.share > {DARK_CELL}", alt.value("#000000"), alt.value(ink))
    numbers = base.mark_text(fontSize=14, cursor="pointer").encode(
        text=alt.Text("sentences:Q", format=","), color=written
    )
    return alt.layer(cells, numbers).properties(
        title=heading(title, ink), height=90 + 56 * len(labels)
    )
