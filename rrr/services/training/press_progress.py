"""How far a press has come, and how long it will still take. Pure: records in, numbers out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rrr.records import ACTIVE_STATUSES, ClassifierChoice, EpochReport, Run
from rrr.services.training.choosing_time import pace_of_choice, seconds_of_comparing
from rrr.services.training.outlook import Outlook
from rrr.services.training.pace import measured_pace, pace_of_trials
from rrr.services.training.run_progress import run_progress
from rrr.services.training.time_left import work_after_comparing, work_left


@dataclass(frozen=True)
class PressProgress:
    """How far a press has come; `share` is in [0, 1].

    `seconds_left` is expected if the search for λ is as short as usual, `most_seconds` if it tries
    as often as it may. Both are worth telling only if `is_measured`: an epoch, or an earlier press.
    """

    share: float
    seconds_left: float
    most_seconds: float = 0.0
    is_measured: bool = True


def press_progress(
    baseline: Run | None,
    marked: Run | None,
    reports: Mapping[int, Sequence[EpochReport]],
    outlook: Outlook,
    *,
    since_report: float,
    now: datetime,
) -> PressProgress:
    """How long the runs of a press that wait or work will still take together.

    Args:
        baseline: None if there is none (any more).
        marked: the run with the marks, None if there is none (any more).
        reports: run id -> what it has reported, of both runs.
        outlook: what is expected as long as nothing is measured.
        since_report: seconds since the last report came, or since the training began.
        now: the time.
    """
    of_baseline = reports[baseline.id] if baseline else ()
    of_marked = reports[marked.id] if marked else ()
    choosing = next((run for run in (baseline, marked) if run and _is_choosing(run)), None)
    if choosing is not None and choosing.choice is not None:
        return _while_comparing(
            choosing, choosing.choice, marked, reports, outlook, since_report, now
        )
    stage = None if marked is None else marked.stage
    without_penalty = stage is not None and not stage.has_penalty
    pace = outlook.pace
    compared = next((run for run in (marked, baseline) if run and run.choice), None)
    if compared is not None:
        config = (marked or compared).config
        pace = pace_of_choice(compared.choice, config, outlook.length) or pace
    if baseline is not None and _is_of_press(baseline, marked):  # else it is in the outlook
        pace = measured_pace(pace, of_baseline, ())
    if marked is not None and marked.search is not None:
        trials = [trial.seconds for trial in marked.search.trials if trial.reliance is not None]
        pace = pace_of_trials(pace, outlook.length, trials)
    pace = measured_pace(pace, *((of_marked, ()) if without_penalty else ((), of_marked)))
    at_work = of_baseline if baseline and baseline.status in ACTIVE_STATUSES else of_marked
    left, most = (
        work_left(baseline, marked, at_work, length, holds_back=outlook.holds_back).seconds(pace)
        for length in (outlook.length, outlook.length.with_all_trials)
    )
    most -= left
    # Between two reports the time goes on, but not beyond the epoch that is due.
    due = max(pace.plain, pace.marked) + (0.0 if at_work else pace.compiling)
    left = max(0.0, left - min(since_report, due))
    runs = [run for run in (baseline, marked) if run and _is_of_press(run, marked)]
    done = sum(_seconds_of(run, now) for run in runs)
    share = done / (done + left) if done else 0.0
    if marked is not None:
        most = min(most, 60 * marked.config.search_minutes)
    return PressProgress(share, left, left + most, pace.is_measured)


def _while_comparing(
    run: Run,
    choice: ClassifierChoice,
    marked: Run | None,
    reports: Mapping[int, Sequence[EpochReport]],
    outlook: Outlook,
    since_report: float,
    now: datetime,
) -> PressProgress:
    """Nothing is told before one kind has been tried: the kinds differ in pace."""
    length, config = outlook.length, (marked or run).config
    pace = pace_of_choice(choice, config, length)
    if pace is None:
        share = _SHARE_OF_COMPARING * run_progress(run, reports[run.id]).share
        return PressProgress(share, outlook.seconds, outlook.most_seconds, is_measured=False)
    left = seconds_of_comparing(choice, run.config, reports[run.id], length)
    left = max(0.0, left - since_report)
    shortest, longest = (
        work_after_comparing(config, expected, holds_back=outlook.holds_back).seconds(pace)
        for expected in (length, length.with_all_trials)
    )
    most = min(longest - shortest, 60 * config.search_minutes)
    done = _seconds_of(run, now)
    share = done / (done + left + shortest)
    return PressProgress(share, left + shortest, left + shortest + most)


_SHARE_OF_COMPARING = 0.5
"""Of a press, as long as no time is known: what follows may take as long again."""


def _is_choosing(run: Run) -> bool:
    return run.status == "running" and run.stage is not None and run.stage.classifier is not None


def _seconds_of(run: Run, now: datetime) -> float:
    """Of work, as well as is known."""
    if run.status != "running" or run.started_at is None or run.num_resumed:
        return run.seconds
    return max(0.0, (now - run.started_at).total_seconds())


def _is_of_press(run: Run, marked: Run | None) -> bool:
    """Whether it was queued together with the run with the marks, not taken over."""
    return marked is None or abs((run.created_at - marked.created_at).total_seconds()) < 1
