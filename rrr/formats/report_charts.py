"""The report's charts: SVG in the page itself, readable in grey, on a dark page and on paper.

Colours come from the page's style (classes `before` and `after`); before is hollow or dashed, after
solid. Each chart tells itself in words to who cannot see it. All text is escaped.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup, escape

from rrr.formats.colours import MODELS
from rrr.formats.percent import percent
from rrr.formats.report_content import Share, ShareRow
from rrr.records import EpochReport, Trial

_WIDTH = 720
_LEFT, _RIGHT = 235, 32
"""Pixels kept free beside the plot for names and numbers."""
_ROW = 40
_MAX_NAME = 34
_FEWEST_WEIGHTS = 2
Point = tuple[float, float]


def share_chart(title: str, rows: Sequence[ShareRow]) -> Markup:
    """Both models' share in each row, with intervals, on a scale from 0 to 100 %."""
    description = "; ".join(
        f"{row.what}: before {percent(row.before.value)}, after {percent(row.after.value)}"
        for row in rows
    )
    height = 30 + _ROW * len(rows)
    parts = [_line(_across(x), 8, _across(x), height - 22, "grid") for x in (0, 0.25, 0.5, 0.75, 1)]
    parts += [
        _text(_across(x), height - 6, f"{x:.0%}".replace("%", "\u00a0%"), "tick")
        for x in (0, 0.5, 1)
    ]
    for number, row in enumerate(rows):
        y = 8 + _ROW * number + _ROW / 2
        name = row.what if len(row.what) <= _MAX_NAME else f"{row.what[: _MAX_NAME - 1]}…"
        parts.append(_text(_LEFT - 14, y + 4, name, "part" if row.is_part else "name"))
        parts.append(_interval(row.before, y - 7, "before"))
        parts.append(_interval(row.after, y + 7, "after"))
    return _chart(f"{title}: {description}.", height, parts, "shares")


def curve_chart(
    title: str,
    metric: Callable[[EpochReport], float | None],
    before: Sequence[EpochReport],
    after: Sequence[EpochReport],
    written: Callable[[float], str],
    *,
    is_share: bool,
) -> Markup | None:
    """How a number went, epoch by epoch; None where neither run has reported it."""
    curves = {
        name: [(float(r.epoch), v) for r in reports if (v := metric(r)) is not None]
        for name, reports in zip(MODELS, (before, after), strict=True)
    }
    points = [point for curve in curves.values() for point in curve]
    if not points or not all(math.isfinite(y) for _, y in points):
        return None
    top = 1.0 if is_share else max(y for _, y in points) or 1.0
    last = max(2.0, *(x for x, _ in points))
    height, left = 190, 70

    def at(x: float, y: float) -> Point:
        across = left + (x - 1) / (last - 1) * (_WIDTH - left - _RIGHT)
        return across, 12 + (1 - y / top) * (height - 46)

    parts = []
    for share in (0.0, 0.5, 1.0):
        _, y = at(1, share * top)
        parts.append(_line(left, y, _WIDTH - _RIGHT, y, "grid"))
        parts.append(_text(left - 8, y + 4, written(share * top), "name"))
    for epoch in sorted({1.0, last}):
        parts.append(_text(at(epoch, 0)[0], height - 8, f"epoch {epoch:.0f}", "tick"))
    for name, curve in curves.items():
        places = [at(*point) for point in curve]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(Markup('<polyline class="{} curve" points="{}"/>').format(name, path))
        parts += [_dot(x, y, name) for x, y in places]
    description = ", ".join(
        f"{name} {written(curve[0][1])} after the first epoch, {written(curve[-1][1])} at the end"
        for name, curve in curves.items()
        if curve
    )
    return _chart(f"{title}: {description}.", height, parts, "curves")


def search_chart(trials: Sequence[Trial], chosen: float | None) -> Markup | None:
    """What each λ that was tried does: right without the marked words' help, and swaps that change
    the prediction, over λ on a log scale; None where there is no more than one λ to compare."""
    able = sorted((t for t in trials if t.reliance), key=lambda trial: trial.reason_weight)
    if len({trial.reason_weight for trial in able}) < _FEWEST_WEIGHTS:
        return None
    weights = [math.log10(trial.reason_weight) for trial in able]
    low, high = min(weights) - 0.5, max(weights) + 0.5
    height, left = 190, 70

    def at(weight: float, y: float) -> Point:
        across = left + (weight - low) / (high - low) * (_WIDTH - left - _RIGHT)
        return across, 12 + (1 - y) * (height - 46)

    parts = []
    for share in (0.0, 0.5, 1.0):
        _, y = at(low, share)
        parts.append(_line(left, y, _WIDTH - _RIGHT, y, "grid"))
        parts.append(_text(left - 8, y + 4, percent(share), "name"))
    for name, values in (
        ("before", [trial.reliance.swap_flip_rate for trial in able if trial.reliance]),
        ("after", [trial.score for trial in able]),
    ):
        places = [at(x, y) for x, y in zip(weights, values, strict=True)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(Markup('<polyline class="{} curve" points="{}"/>').format(name, path))
        parts += [_dot(x, y, name) for x, y in places]
    for weight, trial in zip(weights, able, strict=True):
        x, _ = at(weight, 0)
        star = " ★" if trial.reason_weight == chosen else ""
        parts.append(_text(x, height - 8, f"λ = {trial.reason_weight:.3g}{star}", "tick"))
    description = "; ".join(
        f"λ = {trial.reason_weight:.3g}: {percent(trial.score)} right without their help, swaps "
        f"change {percent(trial.reliance.swap_flip_rate)}"
        for trial in able
        if trial.reliance
    )
    return _chart(f"What each λ does: {description}.", height, parts, "curves")


def _across(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT - 60)


def _interval(share: Share, y: float, name: str) -> Markup:
    number = _text(_across(share.high) + 9, y + 4, percent(share.value), f"number {name}")
    line = _line(_across(share.low), y, _across(share.high), y, f"{name} interval")
    return line + _dot(_across(share.value), y, name, 5) + number


def _dot(x: float, y: float, name: str, radius: float = 3.5) -> Markup:
    return Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{}"/>').format(name, x, y, radius)


def _line(x: float, y: float, x2: float, y2: float, name: str) -> Markup:
    return Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(
        name, x, y, x2, y2
    )


def _text(x: float, y: float, text: str, name: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(name, x, y, text)


def _chart(description: str, height: float, parts: Iterable[Markup], kind: str) -> Markup:
    opening = Markup(
        '<svg role="img" class="{}" viewBox="0 0 {} {:.0f}" aria-label="{}"><title>{}</title>'
    ).format(kind, _WIDTH, height, description, description)
    return opening + escape("").join(parts) + Markup("</svg>")
