"""What one run is: train, keep the checkpoint, measure. Called by the worker only.

A baseline does not depend on the marks, only its measurement does. So one that has been trained
with the same settings before is not trained again: its weights are taken over and measured with
the present marks.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from rrr.annotating.marked_words import marked_words
from rrr.errors import Cancelled, Collapsed, NotFound, RunError
from rrr.formats.percent import percent
from rrr.records import (
    TRAIN,
    VALIDATION,
    EpochReport,
    Evaluation,
    LabelledTexts,
    Run,
    WeightSearch,
    baseline_config,
)
from rrr.services import metrics
from rrr.services.marks import snapshots
from rrr.services.training.classifier_rule import ceiling_of
from rrr.services.training.equal_baseline import equal_baseline
from rrr.services.training.evaluating import measure
from rrr.services.training.guessing import Guessing
from rrr.services.training.live_reliance import live_reliance
from rrr.services.training.measurement_files import keep
from rrr.services.training.nothing_learned import num_contradicted, refuse_guessing
from rrr.services.training.open_kind import with_kind
from rrr.services.training.run_checkpoints import (
    checkpoint_folder,
    fetched_folder,
    publish,
    refuse_start_without_model,
)
from rrr.services.training.unfinished import Unfinished
from rrr.services.training.versions import inputs_of
from rrr.services.training.weight_rule import MAX_TRIALS, Ceiling
from rrr.services.training.weight_search import search_reason_weight
from rrr.services.workspace import Workspace
from rrr.store import project_queries, run_progress_queries, run_queries

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier


@dataclass(frozen=True)
class Job:
    """A run with its data, marks included, as they were when it was queued; its work begins when
    this is made."""

    workspace: Workspace
    run: Run
    labels: tuple[str, ...]
    splits: Mapping[str, LabelledTexts]
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Of work on the run, that before an interruption included."""
        return self.run.seconds + time.monotonic() - self.began


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
        return replace(last, run=run, began=time.monotonic())
    if run.snapshot_id is None:
        raise RunError(
            f"Run {run.id} was queued by an older version, which did not keep its marks. Start "
            "another run."
        )
    project = project_queries.get(workspace.database, run.project_id)
    splits = snapshots.load(workspace, project, run.snapshot_id)
    labels = snapshots.labels_of(workspace, project, run.snapshot_id)
    return Job(workspace, run, labels, splits)


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

    job = with_kind(job, partial(_keep_epoch, job), should_stop)
    if job.run.config.reason_weight == "auto":
        trained = _searched(job, should_stop, should_settle)
    else:
        trained = _taken_over(job) or _trained(job, should_stop)
    _stop_if_asked(should_stop)
    measured = measure(trained, job.splits, job.run.marks_hash, should_stop)
    _stop_if_asked(should_stop)
    folder = checkpoint_folder(job.workspace, job.run.id)
    save_checkpoint(trained, folder)
    keep(measured, folder)
    publish(job.workspace, job.run.id)
    num_cut = trained.num_unread_marks(job.splits[TRAIN])
    contradicted = num_contradicted(*job.splits.values())
    evaluation = replace(measured.evaluation, num_cut_marks=num_cut, num_contradicted=contradicted)
    return evaluation, folder.name


def _trained(job: Job, should_stop: Callable[[], bool]) -> TrainedClassifier:
    from rrr.learning.training import train

    training, validation = job.splits[TRAIN], job.splits.get(VALIDATION)
    memory = Unfinished(job.workspace, job.run.id)
    before = memory.state(_ALONE)
    run_progress_queries.replace_epochs(
        job.workspace.database, job.run.id, before.reports if before else ()
    )
    guessing, plain = Guessing.of(training.labels), _end_of_baseline(job)

    def report(epoch: EpochReport) -> None:
        _keep_epoch(job, epoch)
        if plain is not None and guessing.is_left_of(epoch, plain):
            raise Collapsed(
                f"At {job.run.weight_name} the classifier stopped learning: after epoch "
                f"{epoch.epoch} of {epoch.num_epochs} it is right in "
                f"{percent(epoch.metrics['accuracy'])} of the training sentences, where guessing "
                f"the commonest label gives {percent(guessing.accuracy)} and the baseline "
                f"{percent(plain.metrics['accuracy'])}. Train again with a lower λ, or with "
                "automatic λ."
            )

    words = marked_words(training)
    return train(
        training,
        validation and words.marked_throughout(validation),
        job.run.config,
        labels=job.labels,
        marks_hash=job.run.marks_hash,
        report=report,
        should_stop=should_stop,
        start=_start(job),
        before=before,
        keep=partial(memory.keep, _ALONE),
        measure=live_reliance(words, validation, training),
    )


def _keep_epoch(job: Job, epoch: EpochReport) -> None:
    num_batches = math.ceil(len(job.splits[TRAIN].texts) / job.run.config.batch_size)
    metrics.TRAINING_STEPS.inc(num_batches)
    run_progress_queries.add_epoch(job.workspace.database, job.run.id, epoch, job.seconds)


_ALONE = "the run"
"""The name under which a run's only training is remembered."""


def _end_of_baseline(job: Job) -> EpochReport | None:
    """The last report of the baseline that a run with the marks is compared with."""
    if job.run.is_baseline or job.run.pair_id is None:
        return None
    for other in run_queries.list_of(job.workspace.database, job.run.project_id):
        if other.is_baseline and other.pair_id == job.run.pair_id and other.status == "finished":
            return _last(job, other)
    return None


def _last(job: Job, run: Run) -> EpochReport | None:
    return next(iter(run_progress_queries.epochs(job.workspace.database, run.id)[-1:]), None)


def _start(job: Job) -> TrainedClassifier | None:
    """The model that the run is to begin with."""
    number = job.run.config.start_run
    if number is None:
        return None
    from rrr.learning.checkpoints import load_checkpoint

    refuse_start_without_model(job.workspace, job.run.project_id, job.run.config)
    return load_checkpoint(fetched_folder(job.workspace, number))


def _searched(
    job: Job, should_stop: Callable[[], bool], should_settle: Callable[[], bool]
) -> TrainedClassifier:
    """Train with the λ that a search finds; the run shows the curves of the current training."""
    database, run = job.workspace.database, job.run
    memory = Unfinished(job.workspace, run.id)

    def tell(search: WeightSearch) -> None:
        before = memory.state(search.stage.key) if search.stage is not None else None
        run_progress_queries.set_search(database, run.id, search, before.reports if before else ())

    equal = equal_baseline(job.workspace, run, baseline_config(run.config))
    if equal is not None and run.config.start_run is None:  # what begins with more may learn more
        refuse_guessing(job.splits[TRAIN], _last(job, equal[0]))
    max_trials, max_seconds = _limits(job)
    result = search_reason_weight(
        job.splits[TRAIN],
        job.splits.get(VALIDATION),
        run.config,
        labels=job.labels,
        marks_hash=run.marks_hash,
        report=partial(_keep_epoch, job),
        should_stop=should_stop,
        tell=tell,
        should_settle=should_settle,
        baseline=None if equal is None else equal[1],
        ceiling=_ceiling(job),
        start=_start(job),
        done=None if memory.is_new else run.search,
        memory=memory,
        live=True,
        max_trials=max_trials,
        max_seconds=max_seconds,
    )
    run_progress_queries.set_search(
        database, run.id, result.search, memory.reports_of(result.stage.key)
    )
    return result.trained


def _ceiling(job: Job) -> Ceiling | None:
    """What comparing the kinds of classifier has measured already, under the same versions."""
    choice, inputs = job.run.choice, inputs_of(job.run.config)
    if choice is None or job.run.origin == "repeated":  # it is to be seen whether the same comes
        return None
    made = replace(choice, is_earlier=False)
    for other in run_queries.list_of(job.workspace.database, job.run.project_id):
        # One that went on may have chosen under versions that it does not name any more.
        if other.choice == made and other.versions == inputs and not other.num_resumed:
            return ceiling_of(choice)
    return None


def _limits(job: Job) -> tuple[int, float]:
    """Of a search, in trials and seconds: less what choosing the kind of classifier took in this
    press. What repeats a run goes by what that one did, not by the clock: it is to end alike."""
    if job.run.origin == "repeated" and job.run.origin_run_id is not None:
        with suppress(NotFound):  # deleted since
            earlier = run_queries.get(job.workspace.database, job.run.origin_run_id).search
            if earlier is not None and earlier.trials:
                return len(earlier.trials), math.inf
    choice = job.run.choice
    choosing = choice.seconds if choice is not None and not choice.is_earlier else 0.0
    return MAX_TRIALS, 60 * job.run.config.search_minutes - choosing


def _taken_over(job: Job) -> TrainedClassifier | None:
    """The weights of an equal baseline trained before; None if there is none to be had."""
    run = job.run
    baseline = equal_baseline(job.workspace, run, run.config) if run.is_baseline else None
    if baseline is None:
        return None
    other, trained = baseline
    reports = run_progress_queries.epochs(job.workspace.database, other.id)
    run_progress_queries.replace_epochs(job.workspace.database, run.id, reports)
    return replace(trained, marks_hash=run.marks_hash)


def _stop_if_asked(should_stop: Callable[[], bool]) -> None:
    if should_stop():
        raise Cancelled("The run was cancelled.")
