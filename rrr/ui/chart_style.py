"""What all charts have in common: their heading, and axes whose numbers read like the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from rrr.formats.percent import NO_BREAK_SPACE

QUARTERS = (0, 0.25, 0.5, 0.75, 1)
HALVES = (0, 0.5, 1)


def heading(text: str, ink: str, size: int = 13, **options: Any) -> alt.Title:
    """Small, left, in the colour of the text."""
    return alt.Title(text, fontSize=size, fontWeight="normal", anchor="start", color=ink, **options)


def number_axis(ink: str, **options: Any) -> alt.Axis:
    """Each number stands at its line; Streamlit's theme moves the first and the last."""
    return alt.Axis(labelColor=ink, titleColor=ink, labelFlush=False, labelBound=False, **options)


def share_axis(ink: str, values: Sequence[float] | None = None, **options: Any) -> alt.Axis:
    """An axis of shares in [0, 1], written "50 %" as everywhere else."""
    written = f"format(datum.value * 100, '~g') + '{NO_BREAK_SPACE}%'"
    at = {} if values is None else {"values": list(values)}
    return number_axis(ink, labelExpr=written, **at, **options)
