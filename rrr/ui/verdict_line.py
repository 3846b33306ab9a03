"""What the marks changed, in one sentence and three numbers."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from rrr.formats.percent import percent
from rrr.records import Evaluation
from rrr.services.comparison.verdict import Verdict, VerdictKind
from rrr.ui.plain_text import plain

_ICONS: dict[VerdictKind, str] = {
    "cured": ":material/check_circle:",
    "partly": ":material/contrast:",
    "only_the_heatmap_changed": ":material/warning:",
    "unchanged": ":material/drag_handle:",
    "made_worse": ":material/cancel:",
    "nothing_to_cure": ":material/radio_button_unchecked:",
    "nothing_learned": ":material/help:",
}


def verdict_line(verdict: Verdict) -> None:
    """The verdict with its icon; a warning where the heatmap must not be trusted."""
    show = {
        "cured": st.success,
        "made_worse": st.error,
        "only_the_heatmap_changed": st.warning,
        "unchanged": st.warning,
        "nothing_learned": st.warning,
    }.get(verdict.kind, st.info)
    show(f"**{verdict.title}.** {plain(verdict.sentence)}", icon=_ICONS[verdict.kind])


def big_numbers(before: Evaluation, after: Evaluation) -> None:
    """Reliance, the accuracy that changed most, and the saliency share, each with its change.

    A fall of the saliency share is neither good nor bad by itself, so it has no colour.
    """
    told: list[tuple[str, float, float, Literal["normal", "inverse", "off"]]] = []
    old, new = before.reliance, after.reliance
    if old and new:
        rates = old.swap_flip_rate, new.swap_flip_rate
        told.append(("Swaps that change the prediction", *rates, "inverse"))
    common = [name for name in after.accuracy if name in before.accuracy]
    if common:
        name = max(common, key=lambda each: abs(after.accuracy[each] - before.accuracy[each]))
        title = f"Right on “{plain(name.replace('_', ' '))}”"
        told.append((title, before.accuracy[name], after.accuracy[name], "normal"))
    if old and new:
        shares = old.saliency_share, new.saliency_share
        told.append(("Input gradient on marked words", *shares, "off"))
    for column, (title, was, now, colour) in zip(
        st.columns(len(told)) if told else [], told, strict=True
    ):
        points = round(100 * (now - was))
        column.metric(
            title,
            percent(now),
            f"{points:+d} points" if points else None,
            delta_color=colour,
            delta_description=f"before: {percent(was)}",
        )
