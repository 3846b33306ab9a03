"""Starting, watching, cancelling and deleting runs. The training itself is the worker's.

Two runs come of one press: a baseline (λ = 0) and one with the marks, equal in all else, so that
what differs between them is what the marks did.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from uuid import uuid4

from rrr.annotating import masks
from rrr.errors import ConfigError, RunError
from rrr.records import (
    ACTIVE_STATUSES,
    TRAIN,
    EpochReport,
    LabelledTexts,
    Run,
    TrainingConfig,
)
from rrr.services import annotating, training, worker
from rrr.services.workspace import Workspace
from rrr.store import projects, runs

SECONDS_BETWEEN_LOOKS = 0.1
"""How often `wait` looks at the database."""

_starting = threading.Lock()


def start_pair(workspace: Workspace, project_id: int, config: TrainingConfig) -> tuple[Run, Run]:
    """Queue a baseline and a run with the marks as they are now; returns at once.

    What exists already is not made again: an equal run with the marks that is queued or running is
    returned together with its baseline, and an equal baseline serves again, finished or not.

    Args:
        workspace: where the project is.
        project_id: what to train on.
        config: the settings of the run with the marks; the baseline differs only in λ = 0.

    Returns:
        The baseline and the run with the marks; both have the same `pair_id`.

    Raises:
        ConfigError: if λ is 0.
        RunError: if nothing is struck out in the training split.
        NotFound: if there is no such project.
    """
    worker.recover(workspace)
    project = projects.get(workspace.database, project_id)
    splits = annotating.labelled_texts(workspace, project)
    num_marked_tokens = _check(splits, config)
    marks_hash = masks.marks_hash({name: split.marked for name, split in splits.items()})
    jobs: list[training.Job] = []

    def queue(name: str, of_run: TrainingConfig, pair_id: str) -> Run:
        run = runs.add(
            workspace.database, project_id, name, of_run, marks_hash, num_marked_tokens, pair_id
        )
        jobs.append(training.Job(workspace, run, project.labels, splits))
        return run

    with _starting:  # two presses at once must not both find nothing
        known = runs.list_of(workspace.database, project_id)
        equal = [run for run in known if run.marks_hash == marks_hash]
        for run in equal:
            if run.config == config and run.status in ACTIVE_STATUSES:
                return _baseline_of(run, known), run
        baseline = _usable(workspace, equal, training.baseline_config(config))
        pair_id = (baseline and baseline.pair_id) or uuid4().hex
        if baseline is None:
            baseline = queue("baseline", training.baseline_config(config), pair_id)
        automatic = config.reason_weight == "auto"
        name = "automatic λ" if automatic else f"λ = {config.reason_weight:g}"
        marked = queue(name, config, pair_id)
        worker.submit(jobs)
    return baseline, marked


def list_runs(workspace: Workspace, project_id: int) -> list[Run]:
    """All runs of a project, newest first; those whose process has died are "interrupted"."""
    worker.recover(workspace)
    return runs.list_of(workspace.database, project_id)


def get_run(workspace: Workspace, run_id: int) -> Run:
    """Raises NotFound if there is no such run."""
    return runs.get(workspace.database, run_id)


def epochs(workspace: Workspace, run_id: int) -> list[EpochReport]:
    """What the run has reported so far, in the order of its epochs."""
    return runs.epochs(workspace.database, run_id)


def cancel(workspace: Workspace, run_id: int) -> Run:
    """Cancel a run that waits or works; one that is over stays as it is.

    Its work stops within a second; the next queued run goes on.

    Raises:
        NotFound: if there is no such run.
    """
    runs.set_cancelled(workspace.database, run_id)
    return runs.get(workspace.database, run_id)


def settle(workspace: Workspace, run_id: int) -> None:
    """Have a running search for λ end with the best one found so far, as soon as there is one."""
    runs.settle(workspace.database, run_id)


def delete_run(workspace: Workspace, run_id: int) -> None:
    """Delete a run that is over, its curves and its checkpoint.

    Raises:
        NotFound: if there is no such run.
        RunError: if it is queued or running.
    """
    runs.delete(workspace.database, run_id)
    training.delete_checkpoint_of(workspace, run_id)


def wait(
    workspace: Workspace, run_id: int, on_epoch: Callable[[Run, EpochReport], None] | None = None
) -> Run:
    """Wait until a run is over and return it; an interrupt from the keyboard cancels it.

    Args:
        workspace: where the run is.
        run_id: a run that this or another living process has queued.
        on_epoch: called with the run as it is and each epoch's report, in order.

    Raises:
        NotFound: if there is no such run, or it is deleted meanwhile.
    """
    told, at_work = 0, None
    try:
        while True:
            run = runs.get(workspace.database, run_id)  # before its epochs: none is missed
            if run.search and run.search.at_work != at_work:  # another training of a search
                told, at_work = 0, run.search.at_work
            if on_epoch is not None and at_work != "":  # at the end they are only told again
                for report in runs.epochs(workspace.database, run_id)[told:]:
                    on_epoch(run, report)
                    told += 1
            if run.status not in ACTIVE_STATUSES:
                return run
            time.sleep(SECONDS_BETWEEN_LOOKS)
    except KeyboardInterrupt:
        runs.set_cancelled(workspace.database, run_id)
        raise


def _check(splits: Mapping[str, LabelledTexts], config: TrainingConfig) -> int:
    """Number of struck tokens in the training split, if a pair can be trained."""
    if config.reason_weight == 0:
        raise ConfigError(
            "λ must be more than 0 to train with your marks. Received: 0. "
            "A baseline with λ = 0 is trained beside it in any case."
        )
    num_marked_tokens = sum(len(marked) for marked in splits[TRAIN].marked)
    if num_marked_tokens == 0:
        raise RunError(
            "No word is struck out in the training sentences yet, so there is nothing that "
            "training could heed. Strike some words on the Annotate page first."
        )
    return num_marked_tokens


def _usable(workspace: Workspace, equal: Sequence[Run], config: TrainingConfig) -> Run | None:
    """A run with these settings that is under way, or has finished and can still be loaded."""
    for run in equal:
        if run.config == config and (
            run.status in ACTIVE_STATUSES or training.has_checkpoint(workspace, run)
        ):
            return run
    return None


def _baseline_of(marked: Run, known: Sequence[Run]) -> Run:
    for run in known:
        if run.is_baseline and run.pair_id == marked.pair_id:
            return run
    raise RunError(
        f"Run {marked.id} is {marked.status}, but its baseline has been deleted. "
        "Cancel the run, then start again."
    )
