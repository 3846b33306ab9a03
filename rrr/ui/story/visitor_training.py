"""A training as a visitor of the story sees it: how far it is, and its curve as it grows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from rrr.formats.duration import duration
from rrr.records import ACTIVE_STATUSES, EpochReport, Run
from rrr.services.training import runs
from rrr.services.training.run_progress import run_progress
from rrr.services.warmup import warm_tensorflow
from rrr.ui.curves import Curve, draw_curves
from rrr.ui.page_part import page_part
from rrr.ui.plain_text import plain
from rrr.ui.story import story_place

SECONDS_BETWEEN_LOOKS = 0.5
_CURVES = (
    Curve("Right verdicts, each time through", ("val_accuracy",), for_everybody=True),
    Curve("Verdicts that flip when a struck word is swapped", ("reliance",), for_everybody=True),
)


def watch(before: Run, after: Run | None = None) -> None:
    """Draw the trainings anew twice a second until they are over; then the page goes on."""

    @page_part(run_every=SECONDS_BETWEEN_LOOKS)
    def draw() -> None:
        workspace = story_place.workspace()
        runs_shown = [runs.get_run(workspace, run.id) for run in (before, after) if run is not None]
        if all(run.status not in ACTIVE_STATUSES for run in runs_shown):
            st.rerun()
        reports = [runs.epochs(workspace, run.id) for run in runs_shown]
        at_work = next(
            place for place, run in enumerate(runs_shown) if run.status in ACTIVE_STATUSES
        )
        progress = run_progress(runs_shown[at_work], reports[at_work])
        st.progress(progress.share, text=_status_text(runs_shown[at_work], reports[at_work]))
        curves(reports[0], reports[1] if len(reports) > 1 else [], before.config.epochs)

    draw()


def curves(before: Sequence[EpochReport], after: Sequence[EpochReport], num_epochs: int) -> None:
    """What is reported after each time through the reviews, side by side."""
    draw_curves(before, after, num_epochs=num_epochs, curves=_CURVES)


def trouble(run: Run, again: Callable[[], None]) -> bool:
    """Say what went wrong, if anything did, and offer to try again."""
    if run.status in ACTIVE_STATUSES or run.status == "finished":
        return False
    if run.status == "interrupted":
        reason = plain(run.error or "The app was stopped while it trained.")
        st.warning(reason, icon=":material/power_off:")
    else:
        st.error(plain(run.error or f"The training was {run.status}."), icon=":material/error:")
    st.button("Try again", key="story again", icon=":material/refresh:", on_click=again)
    return True


def _status_text(run: Run, reports: Sequence[EpochReport]) -> str:
    progress = run_progress(run, reports)
    if warm_tensorflow().is_alive():
        return "Loading TensorFlow. This happens once after the app has started."
    if progress.phase == "waiting":
        return "Another training is running. This one comes next."
    if progress.phase == "getting ready":
        return "Getting ready"
    if progress.phase == "measuring":
        return "Measuring on reviews it has never seen"
    passes = f"Pass {progress.epoch + 1} of at most {progress.num_epochs}"
    if progress.seconds_left is None or progress.seconds_left < 1:
        return passes
    return f"{passes} · about {duration(progress.seconds_left)} left"
