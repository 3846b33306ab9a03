"""What one run is: train, keep the checkpoint, measure. Called by the worker only.

A baseline does not depend on the marks, only its measurement does. So one that has been trained
with the same settings before is not trained again: its weights are taken over and measured with
the present marks.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rrr.errors import Cancelled, DataError, NotFound, RunError
from rrr.records import (
    TRAIN,
    VALIDATION,
    EpochReport,
    Evaluation,
    LabelledTexts,
    Run,
    TrainingConfig,
    WeightSearch,
)
from rrr.services import snapshots
from rrr.services.evaluating import measure
from rrr.services.measurement_files import keep
from rrr.services.searching import search_reason_weight
from rrr.services.workspace import Workspace
from rrr.store import projects, runs

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier


@dataclass(frozen=True)
class Job:
    """A run with its data, marks included, as they were when it was queued."""

    workspace: Workspace
    run: Run
    labels: tuple[str, ...]
    splits: Mapping[str, LabelledTexts]


def job_of(workspace: Workspace, run: Run, last: Job | None = None) -> Job:
    """Read what a run is to be trained on.

    Args:
        workspace: where the run is.
        run: any run.
        last: a job whose data is taken if it is the same.

    Raises:
        NotFound: if its project is gone.
        RunError: if its marks were not kept, or do not fit the data any more.
    """
    if last is not None and last.run.snapshot_id == run.snapshot_id:
        return replace(last, run=run)
    if run.snapshot_id is None:
        raise RunError(
            f"Run {run.id} was queued by an older version, which did not keep its marks. Start "
            "another run."
        )
    project = projects.get(workspace.database, run.project_id)
    splits = snapshots.load(workspace, project, run.snapshot_id)
    return Job(workspace, run, project.labels, splits)


def checkpoint_name(run_id: int) -> str:
    """Directory of the run's checkpoint below the workspace's checkpoints folder."""
    return f"run-{run_id}"


def delete_checkpoint_of(workspace: Workspace, run_id: int) -> None:
    """Remove what a run has left in the checkpoints folder, if anything."""
    shutil.rmtree(workspace.settings.checkpoints / checkpoint_name(run_id), ignore_errors=True)


def has_checkpoint(workspace: Workspace, run: Run) -> bool:
    """Whether the run has finished and its weights are still there."""
    return run.checkpoint is not None and (workspace.settings.checkpoints / run.checkpoint).is_dir()


def baseline_config(config: TrainingConfig) -> TrainingConfig:
    """The settings of the baseline that goes with `config`: equal in all that matters at λ = 0."""
    usual = TrainingConfig()
    return replace(
        config,
        reason_weight=0.0,
        target=usual.target,
        token_penalty=usual.token_penalty,
        penalty=usual.penalty,
        start_run=None,
    )


def work_on(
    job: Job, should_stop: Callable[[], bool], should_settle: Callable[[], bool]
) -> tuple[Evaluation, str]:
    """Train and measure; returns the measurement and the name of the saved checkpoint.

    Args:
        job: what to train.
        should_stop: asked after each batch and before each further step.
        should_settle: asked after each batch of a search for λ; it ends with the best so far.

    Raises:
        Cancelled: as soon as `should_stop` says so; no checkpoint is left behind.
        RightReasonsError: if the data or settings cannot be used.
    """
    from rrr.learning.checkpoints import save_checkpoint  # loads TensorFlow: only when needed

    if job.run.config.reason_weight == "auto":
        trained = _searched(job, should_stop, should_settle)
    else:
        trained = _taken_over(job) or _trained(job, should_stop)
    _stop_if_asked(should_stop)
    measured = measure(trained, job.splits, job.run.marks_hash, should_stop)
    _stop_if_asked(should_stop)
    name = checkpoint_name(job.run.id)
    save_checkpoint(trained, job.workspace.settings.checkpoints / name)
    keep(measured, job.workspace.settings.checkpoints / name)
    return measured.evaluation, name


def _trained(job: Job, should_stop: Callable[[], bool]) -> TrainedClassifier:
    from rrr.learning.training import train

    def report(epoch: EpochReport) -> None:
        runs.add_epoch(job.workspace.database, job.run.id, epoch)
        if not math.isfinite(epoch.metrics["loss"]):
            raise RunError(
                f"The loss was no longer a number after epoch {epoch.epoch}: the steps were too "
                "large. Train again with a lower learning rate or a lower λ."
            )

    return train(
        job.splits[TRAIN],
        job.splits.get(VALIDATION),
        job.run.config,
        labels=job.labels,
        marks_hash=job.run.marks_hash,
        report=report,
        should_stop=should_stop,
        start=_start(job),
    )


def _start(job: Job) -> TrainedClassifier | None:
    """The model that the run is to begin with."""
    number = job.run.config.start_run
    if number is None:
        return None
    from rrr.learning.checkpoints import load_checkpoint

    earlier = runs.get(job.workspace.database, number)
    if earlier.project_id != job.run.project_id or not has_checkpoint(job.workspace, earlier):
        raise RunError(
            f"Run {number}, to start from, has no trained model in this project. "
            "Choose a finished run, or start from fresh weights."
        )
    return load_checkpoint(job.workspace.settings.checkpoints / checkpoint_name(number))


def _searched(
    job: Job, should_stop: Callable[[], bool], should_settle: Callable[[], bool]
) -> TrainedClassifier:
    """Train with the λ that a search finds; the run shows the curves of what is at work."""
    database, run_id = job.workspace.database, job.run.id
    reports: dict[str, list[EpochReport]] = {}
    at_work = ""

    def tell(search: WeightSearch) -> None:
        nonlocal at_work
        at_work = search.at_work
        reports[at_work] = []
        runs.set_search(database, run_id, search)

    def report(epoch: EpochReport) -> None:
        reports[at_work].append(epoch)
        runs.add_epoch(database, run_id, epoch)

    equal = _equal_baseline(job, baseline_config(job.run.config))
    result = search_reason_weight(
        job.splits[TRAIN],
        job.splits.get(VALIDATION),
        job.run.config,
        labels=job.labels,
        marks_hash=job.run.marks_hash,
        report=report,
        should_stop=should_stop,
        tell=tell,
        should_settle=should_settle,
        baseline=None if equal is None else equal[1],
        start=_start(job),
    )
    chosen = f"λ = {result.search.chosen:.3g}"
    of_chosen = reports.get(f"{chosen} on all sentences", reports[chosen])
    runs.set_search(database, run_id, result.search, of_chosen)
    return result.trained


def _taken_over(job: Job) -> TrainedClassifier | None:
    """The weights of an equal baseline trained before; None if there is none to be had."""
    found = _equal_baseline(job, job.run.config) if job.run.is_baseline else None
    if found is None:
        return None
    other, trained = found
    for epoch in runs.epochs(job.workspace.database, other.id):
        runs.add_epoch(job.workspace.database, job.run.id, epoch)
    return replace(trained, marks_hash=job.run.marks_hash)


def _equal_baseline(job: Job, config: TrainingConfig) -> tuple[Run, TrainedClassifier] | None:
    from rrr.learning.checkpoints import load_checkpoint

    for other in runs.list_of(job.workspace.database, job.run.project_id):
        alike = other.config == config and other.data_hash == job.run.data_hash
        if alike and has_checkpoint(job.workspace, other):
            directory = job.workspace.settings.checkpoints / checkpoint_name(other.id)
            try:
                return other, load_checkpoint(directory)
            except (DataError, NotFound):  # damaged, or deleted this moment
                continue
    return None


def _stop_if_asked(should_stop: Callable[[], bool]) -> None:
    if should_stop():
        raise Cancelled("The run was cancelled.")
