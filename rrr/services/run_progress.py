"""How far a run has come and how long it takes. Pure: records in, numbers out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rrr.learning.search import MAX_TRIALS
from rrr.records import ACTIVE_STATUSES, EpochReport, Run, TrainingConfig, WeightSearch
from rrr.services.training import baseline_config

Phase = Literal["waiting", "getting ready", "training", "measuring"]

SECONDS_AROUND = 10.0
"""Of a run, besides its epochs: compiling before, measuring after (two cores)."""
USUAL_TRIALS = 2
"""What a search for λ takes as a rule, besides a training with the marked words deleted."""
SECONDS_PER_TOKEN = 60e-6
"""Of one epoch, without and with the penalty together, at the default sizes (two cores)."""


@dataclass(frozen=True)
class RunProgress:
    """`share` of the epochs done is in [0, 1]; `seconds_left` of training is None when unknown.

    While λ is searched for, epochs and seconds are those of the training at work, and `share` is
    that of all the trainings there may be.
    """

    phase: Phase
    epoch: int  # that are done
    num_epochs: int
    share: float
    seconds_left: float | None
    at_work: str = ""  # what a search is training now


def run_progress(run: Run, reports: Sequence[EpochReport]) -> RunProgress:
    """Where a queued or running run stands, by what it has reported."""
    if run.status == "running" and run.search is not None:
        return _search_progress(run.search, reports, run.config.epochs)
    return _training_progress(run, reports)


def _search_progress(
    search: WeightSearch, reports: Sequence[EpochReport], num_epochs: int
) -> RunProgress:
    if not search.at_work:
        return RunProgress("measuring", num_epochs, num_epochs, 1.0, None)
    done = reports[-1].epoch if reports else 0
    begun = len(search.trials) + (search.baseline is not None)  # and the deleted words before
    share = (begun + done / num_epochs) / (1 + MAX_TRIALS)
    left = _seconds_left(reports, num_epochs) if reports else None
    return RunProgress("training", done, num_epochs, min(share, 1.0), left, search.at_work)


def _training_progress(run: Run, reports: Sequence[EpochReport]) -> RunProgress:
    num_epochs = run.config.epochs
    if run.status == "queued":
        return RunProgress("waiting", 0, num_epochs, 0.0, None)
    if not reports:
        return RunProgress("getting ready", 0, num_epochs, 0.0, None)
    done = reports[-1].epoch
    if done >= num_epochs:
        return RunProgress("measuring", done, num_epochs, 1.0, None)
    left = _seconds_left(reports, num_epochs)
    return RunProgress("training", done, num_epochs, done / num_epochs, left)


def _seconds_left(reports: Sequence[EpochReport], num_epochs: int) -> float:
    first, last = reports[0], reports[-1]
    done = last.epoch
    # The first epoch holds the compiling and tells little about the others.
    per_epoch = (last.seconds - first.seconds) / (done - 1) if done > 1 else first.seconds
    return (num_epochs - done) * per_epoch


def expected_seconds(config: TrainingConfig, num_tokens: int, known: Iterable[Run]) -> float:
    """Roughly how long a baseline and a run with the marks will take together.

    Args:
        config: the settings.
        num_tokens: tokens in the training split.
        known: runs of the same project, newest first; those that resemble are the better guide.
    """
    finished = [run for run in known if run.status == "finished"]
    marked = _like(config, [run for run in finished if not run.is_baseline])
    plain = _like(baseline_config(config), [run for run in finished if run.is_baseline])
    if plain is not None and marked is not None:
        return sum(_seconds_per_epoch(run) * config.epochs for run in (plain, marked))
    usual = TrainingConfig()
    size = config.hidden_size / usual.hidden_size
    trainings = 1 + USUAL_TRIALS / 2 if config.reason_weight == "auto" else 1
    per_epoch = num_tokens * SECONDS_PER_TOKEN * max(size, 0.25)
    return 2 * SECONDS_AROUND + trainings * config.epochs * per_epoch


def _like(config: TrainingConfig, runs: Iterable[Run]) -> Run | None:
    return next((run for run in runs if _alike(run.config, config)), None)


def _alike(one: TrainingConfig, other: TrainingConfig) -> bool:
    """Whether both take equally long per epoch."""
    if (one.reason_weight == "auto") != (other.reason_weight == "auto"):
        return False
    usual = TrainingConfig()
    of_no_weight = {
        name: getattr(usual, name)
        for name in (
            "reason_weight",
            "target",
            "token_penalty",
            "max_embedding_norm",
            "learning_rate",
            "epochs",
            "seed",
        )
    }
    return replace(one, **of_no_weight) == replace(other, **of_no_weight)


def _seconds_per_epoch(run: Run) -> float:
    if run.started_at is None or run.finished_at is None:
        return 0.0
    return (run.finished_at - run.started_at).total_seconds() / run.config.epochs


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
