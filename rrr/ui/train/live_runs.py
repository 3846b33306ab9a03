"""The press on show: how long it will still take, its curves, and the button that cancels it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeGuard

import streamlit as st

from rrr.counted import counted
from rrr.formats.duration import duration_range
from rrr.formats.percent import percent
from rrr.records import ACTIVE_STATUSES, CHEAPEST_FIRST, EpochReport, Run
from rrr.services.comparison.differences import have_other_marks
from rrr.services.comparison.verdict import verdict
from rrr.services.training import executors, runs
from rrr.services.training.outlook import Outlook
from rrr.services.training.press_progress import PressProgress, press_progress
from rrr.services.training.run_progress import RunProgress, pair_on_show, run_progress
from rrr.services.training.weight_rule import MAX_TRIALS
from rrr.ui import tab_state
from rrr.ui.curves import AFTER, NOW, draw_curves
from rrr.ui.page_links import page_link
from rrr.ui.page_part import page_part
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted
from rrr.ui.train import train_state
from rrr.ui.train.choice_panel import choice_panel
from rrr.ui.train.search_chart import search_panel
from rrr.ui.verdict_card import verdict_card

SECONDS_BETWEEN_LOOKS = 1.0

NO_WORKER = (
    "This training waits for a worker process, and none is there. Start one with `rrr work`, or "
    "ask whoever runs the app to do so."
)

Reports = Mapping[int, Sequence[EpochReport]]


def live_runs(project_id: int, known: Sequence[Run], outlook: Outlook | None) -> None:
    """Draw the press on show, anew every second while anything waits or works.

    Args:
        project_id: whose runs.
        known: its runs, newest first, as the rest of the page shows them. When one of them changes
            its status, the whole page is drawn again.
        outlook: what was expected of the press; None while that is not known.
    """
    if not known:
        return
    shown_elsewhere = {run.id: run.status for run in known}
    active = any(run.status in ACTIVE_STATUSES for run in known)

    @page_part(run_every=SECONDS_BETWEEN_LOOKS if active else None)
    def draw() -> None:
        now = runs.list_runs(tab_state.workspace(), project_id)
        if {run.id: run.status for run in now} != shown_elsewhere:
            st.rerun()
        _draw_press(now, outlook)

    draw()


def _draw_press(known: Sequence[Run], outlook: Outlook | None) -> None:
    baseline, marked = pair_on_show(known)
    pair = [run for run in (baseline, marked) if run is not None]
    reports = {run.id: runs.epochs(tab_state.workspace(), run.id) for run in pair}
    active = [run for run in pair if run.status in ACTIVE_STATUSES]
    if active and executors.lacks_worker(tab_state.workspace(), known[0].project_id):
        st.warning(NO_WORKER, icon=":material/hourglass_disabled:")
    with st.container(border=True, key="pair on show"):
        if any(run.status == "running" for run in active):
            _draw_bar(baseline, marked, reports, outlook)
        if baseline is not None and marked is not None:
            _draw_outcome(baseline, marked)
        if len(pair) == 2 and (error := _common_error(pair)):
            st.error(f"**before** and **after** · {plain(error)}", icon=":material/error:")
        else:
            for run in pair:
                _draw_run(run, reports[run.id])
        if active:
            _draw_buttons(known, active, marked)
        if choice := next((run.choice for run in reversed(pair) if run.choice is not None), None):
            choice_panel(choice, folded=choice.stage is None)
        if marked is not None and marked.search is not None:
            search_panel(marked.search, folded=not active)
        if any(reports.values()):
            _draw_curves(baseline, marked, reports, active=bool(active))


def _draw_outcome(before: Run, after: Run) -> None:
    """What came of it, once both have been measured, and the way to see it."""
    if before.status != "finished" or after.status != "finished":
        return
    if before.evaluation and after.evaluation and not have_other_marks(before, after):
        verdict_card(verdict(before.evaluation, after.evaluation, after.search))
    page_link("compare", "See what your marks changed", ":material/compare:")


def _common_error(pair: Sequence[Run]) -> str | None:
    """Why all have failed, where it is one and the same reason: it need be read only once."""
    reasons = {run.error if run.status == "failed" else None for run in pair}
    return reasons.pop() if len(reasons) == 1 else None


def _draw_bar(
    baseline: Run | None, marked: Run | None, reports: Reports, outlook: Outlook | None
) -> None:
    if outlook is None:
        return
    at_work = _with_stage(baseline, marked)
    stage = at_work and at_work.stage
    report_counts = tuple((run_id, stage, len(of_run)) for run_id, of_run in reports.items())
    progress = press_progress(
        baseline,
        marked,
        reports,
        outlook,
        since_report=train_state.seconds_since(report_counts),
        now=datetime.now(UTC),
    )
    st.progress(progress.share, text=bar_text(at_work, progress))


_HARDLY_ANY = 1.0
"""Seconds left below which none are told: what was expected is over, and a little may follow."""


def bar_text(run: Run | None, progress: PressProgress) -> str:
    """Which try of how many, and the time left; no time before anything was measured.

    `run` makes several trainings and is at one of them; None if there is no such run.
    """
    if run is not None and run.choice is not None and run.choice.stage is not None:
        number = len(run.choice.tried) + 1
        left = "the time left in all is known once one kind has been tried"
        if progress.is_measured:
            span = duration_range(progress.seconds_left, progress.most_seconds)
            left = f"roughly {span} left in all"
        return f"Comparing kinds of classifier: {number} of {len(CHEAPEST_FIRST)} · {left}"
    parts = []
    if run is not None and run.search is not None and run.search.stage is not None:
        number = len(run.search.trials)
        if run.search.stage.kind == "trial":
            parts.append(f"Attempt {number + 1} of up to {MAX_TRIALS}")
        elif not number:
            parts.append(f"Up to {MAX_TRIALS} attempts follow")
    if progress.is_measured and max(progress.seconds_left, progress.most_seconds) < _HARDLY_ANY:
        parts.append("nearly done")
    elif progress.is_measured:
        span = duration_range(progress.seconds_left, progress.most_seconds)
        parts.append(f"about {span} left in all")
    else:
        parts.append("the time left in all is known after the first passes")
    text = " · ".join(parts)
    return text[0].upper() + text[1:]


def _with_stage(*runs_of_press: Run | None) -> Run | None:
    """The run that is at one of several trainings."""
    return next((run for run in runs_of_press if run is not None and run.stage is not None), None)


def _draw_curves(
    baseline: Run | None, marked: Run | None, reports: Reports, *, active: bool
) -> None:
    # Folded when all is over, and then not even drawn: five charts take a browser its time.
    when = "while it trains" if active else "when it is over"
    curves = st.expander(
        "Curves, epoch by epoch", expanded=active, key=f"curves {when}", on_change="rerun"
    )
    if curves.open:
        with curves:
            stage = None if marked is None else marked.stage
            if stage is not None:
                title = f"“{NOW}” is the training at work ({stage.title}), a step of the search."
                st.caption(title)
            draw_curves(
                reports[baseline.id] if baseline else [],
                reports[marked.id] if marked else [],
                num_epochs=max(run.config.epochs for run in (baseline, marked) if run),
                after_name=AFTER if stage is None else NOW,
            )


def _draw_buttons(known: Sequence[Run], active: Sequence[Run], marked: Run | None) -> None:
    may_train = tab_state.may(known[0].project_id, "train")
    with st.container(horizontal=True, vertical_alignment="center"):
        if may_train:
            st.button(
                "Cancel", key="cancel", on_click=_cancel, args=(active,), icon=":material/stop:"
            )
        if may_train and _can_settle(marked):
            st.button(
                "Take the best λ so far",
                key="settle",
                on_click=_settle,
                args=(marked.id,),
                disabled=marked.settle,
                icon=":material/done:",
            )
        others = sum(run.status in ACTIVE_STATUSES for run in known) - len(active)
        if others:
            waiting = counted(others, "more waits for its turn", "more wait for their turn")
            st.caption(f"{waiting}.", width="content")


def _can_settle(marked: Run | None) -> TypeGuard[Run]:
    return (
        marked is not None
        and marked.status == "running"
        and marked.search is not None
        and any(trial.reliance for trial in marked.search.trials)
    )


@refusal_noted
def _settle(run_id: int) -> None:
    runs.settle(tab_state.workspace(), run_id)


@refusal_noted
def _cancel(active: Sequence[Run]) -> None:
    for run in reversed(active):  # what waits first, so that it does not begin in between
        runs.cancel(tab_state.workspace(), run.id)


def _draw_run(run: Run, reports: Sequence[EpochReport]) -> None:
    name = "**before** · without your marks" if run.is_baseline else "**after** · with your marks"
    if run.status == "failed":
        st.error(f"{name} · {plain(run.error or 'failed')}", icon=":material/error:")
        return
    status_text: str = run.status
    if run.status in ACTIVE_STATUSES:
        status_text = _status_text(run_progress(run, reports))
    st.caption(f"{name} · {status_text}{_accuracy(reports)}")


def _status_text(progress: RunProgress) -> str:
    if progress.phase == "waiting":
        return "waits for its turn"
    if progress.phase == "getting ready":
        return "getting ready"
    if progress.phase == "measuring":
        return "measuring on the test sentences"
    epoch = f"epoch {progress.epoch} of {progress.num_epochs}"
    if progress.stage is None:
        return epoch
    doing = "searching λ" if progress.stage.classifier is None else "comparing kinds"
    return f"{doing}, now training {progress.stage.title} · {epoch}"


def _accuracy(reports: Sequence[EpochReport]) -> str:
    if not reports or "accuracy" not in reports[-1].metrics:
        return ""
    return f" · right in {percent(reports[-1].metrics['accuracy'])} of the training sentences"
