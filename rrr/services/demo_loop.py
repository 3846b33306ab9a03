"""The whole loop without a browser: open the demo, strike its words, train twice, compare.

It goes through the same services as the pages, so what it proves holds for them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from rrr.errors import RunError
from rrr.records import EpochReport, Evaluation, Project, Run, TrainingConfig
from rrr.services.comparison.pairs import RunPair
from rrr.services.comparison.reporting import seconds_of
from rrr.services.marks import rules
from rrr.services.projects import demo_project
from rrr.services.training import runs
from rrr.services.workspace import Workspace

TellEpoch = Callable[[Run, EpochReport], None]


@dataclass(frozen=True)
class DemoResult:
    """A pair of runs for each seed; `seconds` from opening the demo to the last measurement."""

    project: Project
    pairs: tuple[RunPair, ...]
    seconds: float

    @property
    def pair(self) -> RunPair:
        """The pair of the first seed."""
        return self.pairs[0]


def run_demo(
    workspace: Workspace, config: TrainingConfig, tell: TellEpoch, num_seeds: int = 1
) -> DemoResult:
    """Open the demo in `workspace`, apply its rule list, train a pair per seed and wait for it.

    Args:
        workspace: an empty one, or one whose demo project is to be used.
        config: settings of the run with the marks, its seed the first.
        tell: called with the run and its report after each epoch.
        num_seeds: how many seeds, one after the other, at least 1.

    Raises:
        RunError: if a run fails or is cancelled.
    """
    began = time.monotonic()
    project = demo_project.open_demo(workspace)
    rules.apply_demo_rules(workspace, project)
    pairs = tuple(
        train_pair(workspace, project, replace(config, seed=config.seed + i), tell)
        for i in range(num_seeds)
    )
    return DemoResult(project, pairs, time.monotonic() - began)


def train_pair(
    workspace: Workspace, project: Project, config: TrainingConfig, tell: TellEpoch
) -> RunPair:
    """Train with and without the marks, and wait; an interrupt from the keyboard cancels both.

    Raises:
        RunError: if a run fails or is cancelled.
    """
    queued = runs.start_pair(workspace, project.id, config)
    try:
        before, after = (_finished(workspace, run, tell) for run in queued)
    except BaseException:
        for run in queued:
            runs.cancel(workspace, run.id)
        raise
    return RunPair(before, after)


def figures(pair: RunPair) -> dict[str, Any]:
    """The numbers of a pair as plain JSON values: shares in [0, 1], None where not measured."""
    before, after = pair.evaluations
    return {
        "before": {**evaluation_figures(before), "seconds": seconds_of(pair.before)},
        "after": {**evaluation_figures(after), "seconds": seconds_of(pair.after)},
        "search": pair.after.search and pair.after.search.to_dict(),
    }


def evaluation_figures(evaluation: Evaluation) -> dict[str, Any]:
    """The numbers of one run as plain JSON values."""
    reliance = evaluation.reliance
    return {
        "accuracy": evaluation.accuracy,
        "saliency_share": reliance and reliance.saliency_share,
        "swap_flip_rate": reliance and reliance.swap_flip_rate,
        "removal_change": reliance and reliance.removal_change,
        "cut_marks": evaluation.num_cut_marks,
    }


def _finished(workspace: Workspace, run: Run, tell: TellEpoch) -> Run:
    over = runs.wait(workspace, run.id, tell)
    if over.status != "finished":
        raise RunError(over.error or f"Run {run.id} ({run.name}) is {over.status}. Start it again.")
    return over
