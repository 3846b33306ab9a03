"""How far a run has come and how long it takes. Pure: records in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
)
from rrr.services.training.training_length import expected_end, expected_length
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
        return _choice_progress(run.choice, reports, run.config)
    if run.status == "running" and run.search is not None:
        return _search_progress(run.search, reports, run.config)
    return _training_progress(run, reports)


def _choice_progress(
    choice: ClassifierChoice, reports: Sequence[EpochReport], config: TrainingConfig
) -> RunProgress:
    num_epochs = config.epochs
    done = reports[-1].epoch if reports else 0
    share = (len(choice.tried) + done / num_epochs) / len(CHEAPEST_FIRST)
    left = _seconds_left(reports, config) if reports else None
    return RunProgress("training", done, num_epochs, share, left, choice.stage)


def _search_progress(
    search: WeightSearch, reports: Sequence[EpochReport], config: TrainingConfig
) -> RunProgress:
    num_epochs = config.epochs
    if search.stage is None:
        return RunProgress("measuring", num_epochs, num_epochs, 1.0, None)
    done = reports[-1].epoch if reports else 0
    begun = len(search.trials) + (search.deleted_accuracy is not None)
    share = (begun + done / num_epochs) / (1 + MAX_TRIALS)
    left = _seconds_left(reports, config) if reports else None
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
    left = _seconds_left(reports, run.config)
    return RunProgress("training", done, num_epochs, done / num_epochs, left)


def _seconds_left(reports: Sequence[EpochReport], config: TrainingConfig) -> float:
    """Of a training that is expected to end as usual: few take all the epochs they may."""
    end = expected_end(reports, config.epochs, expected_length(config).plain)
    first, last = reports[0], reports[-1]
    done = last.epoch
    # The first epoch holds the compiling and tells little about the others.
    per_epoch = (last.seconds - first.seconds) / (done - 1) if done > 1 else first.seconds
    return max(0.0, end - done) * per_epoch


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
