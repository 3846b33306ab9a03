"""A run whose kind of classifier was left open: it takes the kind that was chosen for its pair, or
chooses one. From then on its settings name the kind, so that a repetition trains the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from rrr.records import TRAIN, VALIDATION, ClassifierChoice, EpochReport, Run
from rrr.services.training.classifier_choosing import choose_classifier
from rrr.services.training.classifier_rule import SHARE_OF_TIME, choice_before, with_kind_of
from rrr.services.training.unfinished import Unfinished
from rrr.store import run_progress_queries, run_queries

if TYPE_CHECKING:
    from rrr.services.training.job import Job


def with_kind(
    job: Job, report: Callable[[EpochReport], None], should_stop: Callable[[], bool]
) -> Job:
    """The job with its kind of classifier named.

    Args:
        job: what to train.
        report: called after each epoch of whatever is being trained.
        should_stop: asked after each batch.

    Raises:
        Cancelled: as soon as `should_stop` says so.
        DataError: if no kind can be trained.
    """
    if job.run.config.classifier != "auto":
        return job
    known = choice_before(job.run.config, _alike(job))
    if known is not None:
        return _named(job, known)
    database, run = job.workspace.database, job.run
    memory = Unfinished(job.workspace, run.id)

    def tell(choice: ClassifierChoice) -> None:
        before = memory.state(choice.stage.key) if choice.stage is not None else None
        reports = before.reports if before else ()
        run_progress_queries.set_choice(database, run.id, choice, run.config, reports)

    choice = choose_classifier(
        job.splits[TRAIN],
        job.splits.get(VALIDATION),
        run.config,
        labels=job.labels,
        marks_hash=run.marks_hash,
        report=report,
        should_stop=should_stop,
        tell=tell,
        done=None if memory.is_new else run.choice,
        memory=memory,
        max_seconds=SHARE_OF_TIME * 60 * run.config.search_minutes,
    )
    return _named(job, choice)


def _named(job: Job, choice: ClassifierChoice) -> Job:
    config = with_kind_of(job.run.config, choice)
    run_progress_queries.set_choice(job.workspace.database, job.run.id, choice, config)
    return replace(job, run=replace(job.run, config=config, choice=choice))


def _alike(job: Job) -> list[Run]:
    """The other runs with the same sentences and marks, newest first."""
    run = job.run
    return [
        other
        for other in run_queries.list_of(job.workspace.database, run.project_id)
        if (other.marks_hash, other.data_hash) == (run.marks_hash, run.data_hash)
    ]
