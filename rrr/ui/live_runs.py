"""The pair of runs on show: how far it is, its curves, and the button that cancels it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

import streamlit as st

from rrr.formats.duration import duration
from rrr.formats.percent import percent
from rrr.records import ACTIVE_STATUSES, EpochReport, Run
from rrr.services import runs
from rrr.services.run_progress import RunProgress, pair_on_show, run_progress
from rrr.ui import state
from rrr.ui.curves import CURVES, curve_rows, curve_spec, curve_title, describe_curve
from rrr.ui.page_links import page_link
from rrr.ui.plain_text import plain
from rrr.ui.search_chart import search_panel

SECONDS_BETWEEN_LOOKS = 1.0


def live_runs(project_id: int, known: Sequence[Run]) -> None:
    """Draw the pair on show, anew every second while anything waits or works.

    Args:
        project_id: whose runs.
        known: its runs, newest first, as the rest of the page shows them. When one of them changes
            its status, the whole page is drawn again.
    """
    if not known:
        return
    shown_elsewhere = {run.id: run.status for run in known}
    active = any(run.status in ACTIVE_STATUSES for run in known)

    @st.fragment(run_every=SECONDS_BETWEEN_LOOKS if active else None)
    def draw() -> None:
        now = runs.list_runs(state.workspace(), project_id)
        if {run.id: run.status for run in now} != shown_elsewhere:
            st.rerun()
        _draw_pair(now)

    draw()


def _draw_pair(known: Sequence[Run]) -> None:
    baseline, marked = pair_on_show(known)
    pair = [run for run in (baseline, marked) if run is not None]
    reports = {run.id: runs.epochs(state.workspace(), run.id) for run in pair}
    active = [run for run in pair if run.status in ACTIVE_STATUSES]
    with st.container(border=True, key="pair on show"):
        for run in pair:
            _draw_run(run, reports[run.id])
        if marked is not None and marked.search is not None:
            search_panel(marked.search)
        if any(reports.values()):
            _draw_curves(
                reports[baseline.id] if baseline else [],
                reports[marked.id] if marked else [],
                num_epochs=max(run.config.epochs for run in pair),
            )
        if active:
            st.button(
                "Cancel", key="cancel", on_click=_cancel, args=(active,), icon=":material/stop:"
            )
            if _can_settle(marked):
                st.button(
                    "Take the best λ so far",
                    key="settle",
                    on_click=runs.settle,
                    args=(state.workspace(), marked.id),
                    disabled=marked.settle,
                    icon=":material/done:",
                )
            others = sum(run.status in ACTIVE_STATUSES for run in known) - len(active)
            if others:
                st.caption(f"{others} more runs wait for their turn.")
        elif len(pair) == 2 and all(run.status == "finished" for run in pair):
            page_link("compare", "See what your marks changed", ":material/compare:")


def _can_settle(marked: Run | None) -> TypeGuard[Run]:
    return (
        marked is not None
        and marked.status == "running"
        and marked.search is not None
        and any(trial.reliance for trial in marked.search.trials)
    )


def _cancel(active: Sequence[Run]) -> None:
    for run in reversed(active):  # what waits first, so that it does not begin in between
        runs.cancel(state.workspace(), run.id)


def _draw_run(run: Run, reports: Sequence[EpochReport]) -> None:
    name = "**before** · without your marks" if run.is_baseline else "**after** · with your marks"
    if run.status in ACTIVE_STATUSES:
        progress = run_progress(run, reports)
        st.progress(progress.share, text=f"{name} · {_told(progress)}{_accuracy(reports)}")
    elif run.status == "failed":
        st.error(f"{name} · {plain(run.error or 'failed')}", icon=":material/error:")
    else:
        st.caption(f"{name} · {run.status}{_accuracy(reports)}")


def _told(progress: RunProgress) -> str:
    if progress.phase == "waiting":
        return "waits for its turn"
    if progress.phase == "getting ready":
        return "getting ready"
    if progress.phase == "measuring":
        return "measuring on the test sentences"
    epoch = f"epoch {progress.epoch} of {progress.num_epochs}"
    if progress.at_work:
        epoch = f"searching λ, now training {progress.at_work} · {epoch}"
    if progress.seconds_left is None:
        return epoch
    of_which = " for this one" if progress.at_work else ""
    return f"{epoch} · {duration(progress.seconds_left)} left{of_which}"


def _accuracy(reports: Sequence[EpochReport]) -> str:
    if not reports or "accuracy" not in reports[-1].metrics:
        return ""
    return f" · right in {percent(reports[-1].metrics['accuracy'])} of the training sentences"


def _draw_curves(
    before: Sequence[EpochReport], after: Sequence[EpochReport], *, num_epochs: int
) -> None:
    dark = st.context.theme.type == "dark"
    for column, curve in zip(st.columns(len(CURVES)), CURVES, strict=True):
        title = curve_title(curve, [*before, *after])
        column.vega_lite_chart(
            curve_rows(curve, before, after),
            curve_spec(curve, title, num_epochs, dark=dark),
            key=f"curve {curve.title}",
            alt=describe_curve(curve, before, after),
        )
