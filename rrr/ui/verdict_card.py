"""What the marks changed: a verdict with what it cost, and three numbers."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from rrr.formats.percent import percent
from rrr.records import Evaluation
from rrr.services.comparison.accuracy_changes import is_beyond_chance, split_changes
from rrr.services.comparison.verdict import Verdict, VerdictKind
from rrr.ui.plain_text import plain

_ICONS: dict[VerdictKind, str] = {
    "cured": ":material/check_circle:",
    "cured_at_a_price": ":material/price_check:",
    "partly": ":material/contrast:",
    "only_the_heatmap_changed": ":material/warning:",
    "unchanged": ":material/drag_handle:",
    "made_worse": ":material/cancel:",
    "nothing_to_cure": ":material/radio_button_unchecked:",
    "nothing_learned": ":material/help:",
    "too_few_to_tell": ":material/help:",
}
HEAT = "Heat on struck words"
_HEAT_HELP = (
    "By the input gradient, in sentences that hold a struck word. It can stay where the reliance "
    "is gone, and go where it stays. The heatmaps below are drawn by another method at first."
)


def verdict_card(verdict: Verdict) -> None:
    """The verdict with its icon, and below it what improved, what it cost and the rest."""
    show = {
        "cured": st.success,
        "made_worse": st.error,
        "cured_at_a_price": st.warning,
        "only_the_heatmap_changed": st.warning,
        "unchanged": st.warning,
        "nothing_learned": st.warning,
    }.get(verdict.kind, st.info)
    show(f"**{verdict.title}.** {plain(verdict.sentence)}", icon=_ICONS[verdict.kind])
    rows = "\n".join(
        f"- **{heading}.** {' '.join(map(plain, sentences))}"
        for heading, sentences in verdict.sections
    )
    if rows:
        st.markdown(rows)


def big_numbers(before: Evaluation, after: Evaluation) -> None:
    """Reliance, the accuracy that changed most, and the saliency share, each with its change.

    A change that may be chance is not pointed out. A fall of the saliency share is neither good nor
    bad by itself, so it has no colour.
    """
    changes: list[tuple[str, float, float, bool, Literal["normal", "inverse", "off"]]] = []
    old, new = before.reliance, after.reliance
    if old and new:
        rates = old.swap_flip_rate, new.swap_flip_rate
        sure = is_beyond_chance(*rates, min(old.num_examples, new.num_examples))
        changes.append(("Swaps that change the prediction", *rates, sure, "inverse"))
    if splits := split_changes(before, after):
        most = max(splits, key=lambda split: abs(split.change))
        title = f"Right on “{plain(most.split.replace('_', ' '))}”"
        changes.append((title, most.before, most.after, most.is_named, "normal"))
    if old and new:
        shares = old.saliency_share, new.saliency_share
        changes.append((HEAT, *shares, True, "off"))
    for column, (title, share_before, share_after, sure, colour) in zip(
        st.columns(len(changes)) if changes else [], changes, strict=True
    ):
        points = round(100 * (share_after - share_before)) if sure else 0
        column.metric(
            title,
            percent(share_after),
            f"{points:+d} points" if points else None,
            delta_color=colour,
            delta_description=f"before: {percent(share_before)}",
            help=_HEAT_HELP if title == HEAT else None,
        )
