"""The charts of docs/evidence/, as SVG: readable in grey, too, and on a dark page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from rrr.evidence.battery import KINDS
from rrr.evidence.methods import DELETING, METHODS, PLAIN, SHARES, WINDOW, automatic, with_share
from rrr.evidence.seed_means import Summary
from rrr.intervals import Interval

_COLOURS = ("#8b9097", "#c9823b", "#8ec1e4", "#3b87bb", "#1d4e79")
"""Grey is before and blue is after, as in the app."""

_COMPARED = {
    PLAIN: "plain",
    DELETING: "words deleted (the ceiling)",
    automatic("input_gradient"): "input gradient, λ searched",
    automatic("blanking"): "blanking, λ searched",
    automatic("expected_gradients"): "expected gradients, λ searched",
}


def decoy_chart(summary: Summary, corpora: Sequence[str]) -> alt.FacetChart | None:
    """Accuracy with the decoy in place, absent and flipped, of each kind and method."""
    splits = {"test": "in place", "free": "absent", "flipped": "flipped"}
    rows = [
        {
            "corpus": corpus,
            "kind": kind,
            "method": title,
            "split": splits[split],
            **_spread(summary.get((corpus, method, kind), {}).get(f"accuracy.{split}")),
        }
        for corpus in corpora
        for kind in KINDS
        for method, title in _COMPARED.items()
        for split in splits
    ]
    if all(row["mean"] is None for row in rows):
        return None
    base = alt.Chart().encode(
        x=alt.X("split:N", sort=["in place", "absent", "flipped"], title="the decoy"),
        xOffset=alt.XOffset("method:N", sort=list(_COMPARED.values())),
        color=_colour("method", list(_COMPARED.values())),
    )
    layers = alt.layer(
        base.mark_bar().encode(y=_share("mean", "accuracy")),
        base.mark_rule(color="black").encode(y=_share("low"), y2="high:Q", color=alt.value("#222")),
        data=pd.DataFrame(rows),
    )
    return layers.properties(width=190, height=120).facet(
        row=alt.Row("corpus:N", sort=list(corpora), title=None),
        column=alt.Column("kind:N", sort=list(KINDS), title=None),
    )


def window_chart(summary: Summary, corpus: str, kind: str) -> alt.FacetChart | None:
    """Swap flips and accuracy with the words flipped, over λ, one panel a penalty."""
    names = {"swap_flip_rate": "swap flips", "accuracy.flipped": "accuracy, flipped"}
    rows = [
        {"penalty": title, "λ": weight, "what": names[name], **_spread(interval)}
        for title, methods in WINDOW.items()
        if len(methods) > 3  # fewer points are no curve
        for method, weight in methods.items()
        for name in names
        if (interval := summary.get((corpus, method, kind), {}).get(name))
    ]
    if not rows:
        return None
    chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_line(point=True)
        .encode(
            x=alt.X("λ:Q", scale=alt.Scale(type="log"), axis=alt.Axis(format="~g", tickCount=4)),
            y=_share("mean"),
            color=_colour("what", list(names.values())),
            strokeDash=alt.StrokeDash("what:N", sort=list(names.values()), legend=None),
        )
    )
    return (
        chart.properties(width=240, height=150)
        .facet(facet=alt.Facet("penalty:N", sort=list(WINDOW), title=None), columns=2)
        .resolve_scale(x="independent")
    )


def efficiency_chart(summary: Summary, corpus: str, kind: str) -> alt.TopLevelMixin | None:
    """Accuracy with the words flipped against the share of the marks."""
    rows = [
        {"share": 100 * share, **_spread(interval)}
        for share in SHARES
        if (interval := summary.get((corpus, with_share(share), kind), {}).get("accuracy.flipped"))
    ]
    if len(rows) < 2:
        return None
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X(
            "share:Q",
            title="% of the sentences with marks whose marks are kept",
            scale=alt.Scale(type="log"),
            axis=alt.Axis(values=[100 * share for share in SHARES], format="~g"),
        )
    )
    ours = base.mark_line(point=True, color=_COLOURS[-1]).encode(
        y=_share("mean", "accuracy with the words flipped")
    )
    spread = base.mark_rule(color=_COLOURS[-1]).encode(y=_share("low"), y2="high:Q")
    layers = [ours, spread]
    for method, colour in ((PLAIN, _COLOURS[0]), (DELETING, _COLOURS[1])):
        name = "accuracy.flipped" if method == PLAIN else "accuracy.free"
        level = summary.get((corpus, method, kind), {}).get(name)
        if level:
            data = pd.DataFrame([{"mean": level.mean, "label": METHODS[method].title}])
            line = alt.Chart(data).mark_rule(color=colour, strokeDash=[4, 4])
            layers.append(line.encode(y=_share("mean")))
            text = alt.Chart(data).mark_text(color=colour, align="left", dy=-6, x=4)
            layers.append(text.encode(y=_share("mean"), text="label:N"))
    return alt.layer(*layers).properties(width=460, height=220)


def heatmap_chart(summary: Summary, corpora: Sequence[str]) -> alt.FacetChart | None:
    """Precision at k of each saliency method, of each kind."""
    prefix = "precision_at_k."
    rows = [
        {
            "corpus": corpus,
            "kind": kind,
            "saliency": name.removeprefix(prefix).replace("_", " ").replace(" times ", " × "),
            **_spread(interval),
        }
        for corpus in corpora
        for kind in KINDS
        for name, interval in summary.get((corpus, PLAIN, kind), {}).items()
        if name.startswith(prefix) and not name.endswith("chance")
    ]
    if not rows:
        return None
    order = ["input gradient", "gradient × input", "integrated gradients", "removal"]
    base = alt.Chart().encode(
        x=alt.X("kind:N", sort=list(KINDS), title=None),
        xOffset=alt.XOffset("saliency:N", sort=order),
        color=_colour("saliency", order),
    )
    layers = alt.layer(
        base.mark_bar().encode(y=_share("mean", "precision at k")),
        base.mark_rule().encode(y=_share("low"), y2="high:Q", color=alt.value("#222")),
        data=pd.DataFrame(rows),
    )
    return layers.properties(width=280, height=150).facet(
        column=alt.Column("corpus:N", sort=list(corpora), title=None)
    )


def svg(chart: Any) -> str:
    """A chart as a self-contained SVG on white, so that it can be read on any page."""
    import vl_convert

    framed = chart.configure(background="white").configure_view(stroke="#ddd")
    return str(vl_convert.vegalite_to_svg(framed.to_json()))


def _spread(interval: Interval | None) -> dict[str, float | None]:
    """Mean and ends of the interval; None, a gap in the chart, where nothing was measured."""
    if interval is None:
        return {"mean": None, "low": None, "high": None}
    half = 0.0 if math.isnan(interval.half_width) else interval.half_width
    low, high = max(0.0, interval.mean - half), min(1.0, interval.mean + half)
    return {"mean": interval.mean, "low": low, "high": high}


def _share(name: str, title: str | None = None) -> alt.Y:
    return alt.Y(
        f"{name}:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")
    )


def _colour(name: str, order: list[str]) -> alt.Color:
    colours = list(_COLOURS[-len(order) :] if len(order) > 2 else (_COLOURS[1], _COLOURS[-1]))
    return alt.Color(
        f"{name}:N",
        sort=order,
        scale=alt.Scale(domain=order, range=colours),
        legend=alt.Legend(orient="top", title=None),
    )
