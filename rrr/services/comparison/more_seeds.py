"""Training a pair again with other seeds, to see how far its numbers vary with chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count, islice

from rrr.proportions import wilson_interval
from rrr.records import ACTIVE_STATUSES, Evaluation, Run
from rrr.services.permissions import require
from rrr.services.training import runs
from rrr.services.workspace import Workspace

NUM_MORE = 2
"""The fewest from which, with the first, an interval over seeds says anything."""
WIDE = 0.05
"""Width of an interval from which another seed is worth its time."""


def is_wide(evaluation: Evaluation) -> bool:
    """Whether a 95 % interval, of the reliance or a test set's accuracy, is wider than `WIDE`."""
    shares = [
        (evaluation.accuracy[name], sum(number for _, number in of_label.values()))
        for name, of_label in evaluation.by_label.items()
        if name in evaluation.accuracy
    ]
    if evaluation.reliance is not None:
        shares.append((evaluation.reliance.swap_flip_rate, evaluation.reliance.num_examples))
    intervals = [wilson_interval(share * number, number) for share, number in shares if number]
    return any(high - low > WIDE for low, high in intervals)


def can_have_more(run: Run) -> bool:
    """Whether a run was trained with marks that are still known."""
    return not run.is_baseline and run.snapshot_id is not None


def under_way(run: Run, all_runs: Sequence[Run]) -> list[Run]:
    """Those of the known runs that wait or work and differ from this one in the seed only."""
    return [other for other in all_runs if other.status in ACTIVE_STATUSES and _alike(other, run)]


def train_with_more_seeds(workspace: Workspace, run: Run) -> list[Run]:
    """Queue a run and its baseline again with two seeds that none like it has finished with.

    Asked again meanwhile, it starts nothing twice.

    Args:
        workspace: where the run is.
        run: a run with marks.

    Returns:
        The runs with the marks that are queued or running.

    Raises:
        NotFound: if its snapshot is gone.
    """
    workspace = require(workspace, run.project_id, "train")
    all_runs = runs.list_runs(workspace, run.project_id)
    used = {
        other.config.seed for other in all_runs if other.status == "finished" and _alike(other, run)
    }
    seeds = islice((seed for seed in count() if seed not in {*used, run.config.seed}), NUM_MORE)
    return [
        runs.start_pair(workspace, run.project_id, replace(run.config, seed=seed), run.snapshot_id)[
            1
        ]
        for seed in seeds
    ]


def _alike(other: Run, run: Run) -> bool:
    return (
        other.project_id == run.project_id
        and other.snapshot_id == run.snapshot_id
        and replace(other.config, seed=run.config.seed) == run.config
    )
