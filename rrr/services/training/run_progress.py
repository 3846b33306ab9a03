"""How far a run has come and how long it takes. Pure: records in, numbers out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rrr.learning.stopping import is_over
from rrr.records import (
    ACTIVE_STATUSES,
    CHEAPEST_FIRST,
    ClassifierChoice,
    EpochReport,
    Run,
    SearchStage,
    TrainingConfig,
    WeightSearch,
    baseline_config,
    settings_of_pace,
)
from rrr.services.training.time_left import (
    SECONDS_TO_BEGIN,
    USUAL_TRIALS,
    Pace,
    measured_pace,
    usual_pace,
    work_left,
    work_of_press,
)
from rrr.services.training.weight_rule import MAX_TRIALS

Phase = Literal["waiting", "getting ready", "training", "measuring"]


@dataclass(frozen=True)
class RunProgress:
    """`share` of the epochs done is in [0, 1]; `seconds_left` of training is None when unknown.

    While kinds of classifier are compared or λ is searched for, epochs and seconds are those of the
    training at work, and `share` is that of all the trainings there may be.
    """

    phase: Phase
    epoch: int  # that are done
    num_epochs: int
    share: float
    seconds_left: float | None
    stage: SearchStage | None = None


def run_progress(run: Run, reports: Sequence[EpochReport]) -> RunProgress:
    """Where a queued or running run stands, by what it has reported."""
    if run.status == "running" and run.choice is not None and run.choice.stage is not None:
        return _choice_progress(run.choice, reports, run.config.epochs)
    if run.status == "running" and run.search is not None:
        return _search_progress(run.search, reports, run.config.epochs)
    return _training_progress(run, reports)


def _choice_progress(
    choice: ClassifierChoice, reports: Sequence[EpochReport], num_epochs: int
) -> RunProgress:
    done = reports[-1].epoch if reports else 0
    share = (len(choice.tried) + done / num_epochs) / len(CHEAPEST_FIRST)
    left = _seconds_left(reports, num_epochs) if reports else None
    return RunProgress("training", done, num_epochs, share, left, choice.stage)


def _search_progress(
    search: WeightSearch, reports: Sequence[EpochReport], num_epochs: int
) -> RunProgress:
    if search.stage is None:
        return RunProgress("measuring", num_epochs, num_epochs, 1.0, None)
    done = reports[-1].epoch if reports else 0
    begun = len(search.trials) + (search.deleted_accuracy is not None)
    share = (begun + done / num_epochs) / (1 + MAX_TRIALS)
    left = _seconds_left(reports, num_epochs) if reports else None
    return RunProgress("training", done, num_epochs, min(share, 1.0), left, search.stage)


def _training_progress(run: Run, reports: Sequence[EpochReport]) -> RunProgress:
    num_epochs = run.config.epochs
    if run.status == "queued":
        return RunProgress("waiting", 0, num_epochs, 0.0, None)
    if not reports:
        return RunProgress("getting ready", 0, num_epochs, 0.0, None)
    done = reports[-1].epoch
    if done >= num_epochs or is_over(reports):
        return RunProgress("measuring", done, num_epochs, 1.0, None)
    left = _seconds_left(reports, num_epochs)
    return RunProgress("training", done, num_epochs, done / num_epochs, left)


def _seconds_left(reports: Sequence[EpochReport], num_epochs: int) -> float:
    first, last = reports[0], reports[-1]
    done = last.epoch
    # The first epoch holds the compiling and tells little about the others.
    per_epoch = (last.seconds - first.seconds) / (done - 1) if done > 1 else first.seconds
    return (num_epochs - done) * per_epoch


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
    if choosing is not None:  # the kinds differ in pace, and which one it will be is not known
        share = _SHARE_OF_CHOOSING * run_progress(choosing, reports[choosing.id]).share
        return PressProgress(share, outlook.seconds, outlook.most_seconds, is_measured=False)
    stage = None if marked is None else marked.stage
    with_penalty = stage is None or stage.has_penalty
    plain, with_marks = (of_baseline, of_marked) if with_penalty else (of_marked, ())
    if baseline is not None and not _is_of_press(baseline, marked) and with_penalty:
        plain = ()  # trained some other time: that is in the outlook
    pace = measured_pace(outlook.pace, plain, with_marks)
    at_work = of_baseline if baseline and baseline.status in ACTIVE_STATUSES else of_marked
    left, most = (
        work_left(baseline, marked, at_work, holds_back=outlook.holds_back, trials=trials).seconds(
            pace
        )
        for trials in (USUAL_TRIALS, MAX_TRIALS)
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


_SHARE_OF_CHOOSING = 0.5
"""Of a press, while kinds of classifier are compared: what follows may take as long again."""


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


@dataclass(frozen=True)
class Outlook:
    """What is expected of a press before it has told anything. `holds_back`: whether no validation
    sentence has a marked word, see `time_left.work_of_press`."""

    pace: Pace
    holds_back: bool
    seconds: float  # all of it, if the search for λ is as short as usual
    most_seconds: float = 0.0  # if it tries as often as it may


def outlook_of(
    config: TrainingConfig,
    num_tokens: int,
    known: Sequence[Run],
    epochs: Callable[[int], Sequence[EpochReport]],
    *,
    holds_back: bool,
) -> Outlook:
    """Reckon what a press with these settings will take.

    Args:
        config: the settings.
        num_tokens: tokens in the training split.
        known: runs of the same project, newest first; those that resemble are the better guide, and
            a finished baseline of the same settings serves again.
        epochs: tells what a run has reported.
        holds_back: see `Outlook`.
    """
    finished = [run for run in known if run.status == "finished"]
    marked = _like(config, [run for run in finished if not run.is_baseline])
    plain = _like(baseline_config(config), [run for run in finished if run.is_baseline])
    pace = measured_pace(
        usual_pace(config, num_tokens),
        epochs(plain.id) if plain else (),
        epochs(marked.id) if marked else (),
    )
    is_there = any(run.config == baseline_config(config) for run in finished)
    seconds, most = (
        SECONDS_TO_BEGIN
        + work_of_press(
            config, holds_back=holds_back, baseline_is_there=is_there, trials=trials
        ).seconds(pace)
        for trials in (USUAL_TRIALS, MAX_TRIALS)
    )
    most = min(most, seconds + 60 * config.search_minutes)
    return Outlook(pace, holds_back, seconds, most)


def _like(config: TrainingConfig, runs: Iterable[Run]) -> Run | None:
    pace = settings_of_pace(config)
    return next((run for run in runs if settings_of_pace(run.config) == pace), None)


def pair_on_show(known: Sequence[Run]) -> tuple[Run | None, Run | None]:
    """The baseline and the run with marks to show as they go, of runs newest first.

    The pair at work, else the one that waits longest, else the newest.
    """
    ranked = sorted(known, key=lambda run: run.id)
    at_work = [run for run in ranked if run.status == "running"]
    waiting = [run for run in ranked if run.status == "queued"]
    chosen = next(iter(at_work + waiting + ranked[::-1]), None)
    if chosen is None:
        return None, None
    press = [run for run in known if run.pair_id == chosen.pair_id is not None] or [chosen]
    baseline = next((run for run in press if run.is_baseline), None)
    if not chosen.is_baseline:
        return baseline, chosen
    # A baseline serves several runs: the one it is being trained for is the oldest that waits.
    marked = [run for run in press if not run.is_baseline]
    return chosen, next(
        (run for run in marked[::-1] if run.status in ACTIVE_STATUSES), None
    ) or next(iter(marked), None)
