"""Choose the two runs to compare, swap them, and be told what else they differ in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

import streamlit as st

from rrr.records import Run
from rrr.services.comparison.differences import differences, have_other_marks
from rrr.services.comparison.pairs import RunPair, comparable, pair_to_show
from rrr.ui import compared_runs
from rrr.ui.compare import compare_state
from rrr.ui.plain_text import plain
from rrr.ui.time_zone import time_zone

STAR = "★"


def pick_pair(runs: Sequence[Run]) -> RunPair | None:
    """The newest pair, unless others are picked; None where no two runs can be compared."""
    pair = pair_to_show(runs, *compared_runs.compared())
    if pair is None:
        st.title("Compare")
        return None
    heading, first, swap, second = st.columns([2, 4, 1, 4], vertical_alignment="bottom")
    heading.title("Compare")
    by_id = {run.id: run for run in comparable(runs)}
    st.session_state[compare_state.BEFORE] = pair.before.id
    st.session_state[compare_state.AFTER] = pair.after.id
    zone = time_zone()
    for column, label, key in (
        (first, "Before", compare_state.BEFORE),
        (second, "After", compare_state.AFTER),
    ):
        column.selectbox(
            label,
            list(by_id),
            format_func=lambda number: run_title(by_id[number], zone),
            key=key,
            on_change=_changed,
            args=(key, pair.before.id, pair.after.id),
        )
    swap.button(
        "",
        icon=":material/swap_horiz:",
        help="Swap before and after",
        on_click=compared_runs.compare,
        args=(pair.after.id, pair.before.id),
        key="compare swap",
        width="stretch",
    )
    _warn(pair)
    return pair


def run_title(run: Run, zone: ZoneInfo) -> str:
    """How a run is called in a list: star, number, name, the λ found for it, and its end."""
    ended_at = (run.finished_at or run.created_at).astimezone(zone)
    chosen = run.search.chosen if run.search else None
    weight = "" if chosen is None else f" · λ = {chosen:.3g}"
    star = f"{STAR} " if run.starred else ""
    return f"{star}{run.id} · {run.name}{weight} · {ended_at.day} {ended_at:%b %H:%M}"


def _changed(changed: str, before_id: int, after_id: int) -> None:
    """Nothing is compared with itself: choosing one side's run for the other swaps them."""
    chosen: Mapping[str, int] = {
        key: int(st.session_state[key]) for key in (compare_state.BEFORE, compare_state.AFTER)
    }
    before, after = chosen[compare_state.BEFORE], chosen[compare_state.AFTER]
    if before == after:
        before, after = (
            (before, before_id) if changed == compare_state.BEFORE else (after_id, after)
        )
    compared_runs.compare(before, after)


def _warn(pair: RunPair) -> None:
    other_differences = differences(pair.before, pair.after)
    if other_differences:
        st.warning(
            "The two runs differ in more than the marks. So what changed may have other causes: "
            f"{plain('; '.join(other_differences))}.",
            icon=":material/warning:",
        )
    if have_other_marks(pair.before, pair.after) and not pair.before.is_baseline:
        st.info(
            "The two runs were trained with different marks. Both are measured with the marks "
            "of the second run.",
            icon=":material/info:",
        )
