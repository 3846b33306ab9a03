from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from prometheus_client import REGISTRY

from benchmarks.faults.small_disk import fill
from rrr.errors import StorageError
from rrr.records import EpochReport, NewExample, Project, Run, TrainingConfig
from rrr.services.marks import rules
from rrr.services.training import repetition, runs, worker
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import importing, run_queries
from tests import programs
from tests.conftest import cancel_everything
from tests.stored_runs import queued
from tests.waiting import soon

ROOT = Path(__file__).resolve().parents[2]
LONG = 1_000_000
"""Epochs of a run that does not end by itself."""


@pytest.fixture
def marked_project(fresh_workspace: Workspace, small_project: Project) -> Project:
    rules.add_rule(fresh_workspace, small_project, "odeon")
    return small_project


def at_work(workspace: Workspace, run: Run) -> Callable[[], bool]:
    return lambda: bool(runs.epochs(workspace, run.id))


def test_cancelling_stops_the_work_within_a_second_and_the_queue_goes_on(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    endless = replace(small_config, epochs=LONG)
    baseline, marked = runs.start_pair(fresh_workspace, marked_project.id, endless)
    assert soon(at_work(fresh_workspace, baseline))

    began = time.process_time()  # which other programs do not lengthen
    assert runs.cancel(fresh_workspace, baseline.id).status == "cancelled"
    assert soon(lambda: runs.get_run(fresh_workspace, marked.id).status == "running")
    assert time.process_time() - began < 2  # of two cores
    assert soon(at_work(fresh_workspace, marked))
    assert not list(fresh_workspace.settings.checkpoints.glob("*"))


def test_a_run_cancelled_while_it_waits_never_starts(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    baseline, marked = runs.start_pair(fresh_workspace, marked_project.id, small_config)
    runs.cancel(fresh_workspace, marked.id)
    assert runs.wait(fresh_workspace, baseline.id).status == "finished"
    cancelled = runs.get_run(fresh_workspace, marked.id)
    assert (cancelled.status, cancelled.started_at) == ("cancelled", None)


def test_a_run_that_fails_says_why_and_the_queue_goes_on(
    fresh_workspace: Workspace, small_config: TrainingConfig
) -> None:
    texts = [NewExample(f"a film at the Odeon {n}", "good", "train") for n in range(3)]
    project = importing.add(fresh_workspace.database, "one label", ("bad", "good"), texts)
    rules.add_rule(fresh_workspace, project, "odeon")
    for each in runs.start_pair(fresh_workspace, project.id, small_config):
        failed = runs.wait(fresh_workspace, each.id)
        assert failed.status == "failed"
        assert "at least two labels" in str(failed.error)
        assert "DataError" in str(failed.traceback)


def test_a_training_that_diverges_fails_with_the_remedy(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    wild = replace(small_config, learning_rate=1e38, max_embedding_norm=None, epochs=LONG)
    baseline, _ = runs.start_pair(fresh_workspace, marked_project.id, wild)
    failed = runs.wait(fresh_workspace, baseline.id)
    assert failed.status == "failed"
    assert "In epoch 1 of" in str(failed.error)
    assert "lower learning rate" in str(failed.error)
    assert runs.epochs(fresh_workspace, baseline.id) == []


def test_a_training_that_learns_nothing_more_stops_early_and_says_so(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    rules.add_rule(fresh_workspace, marked_project, "rialto")
    for word in ("warm", "bright", "lovely", "cold", "dull", "grim"):
        rules.add_rule(fresh_workspace, marked_project, word)
    config = replace(
        small_config, reason_weight=1e6, penalty="blanking", epochs=30, learning_rate=0.1
    )
    _, marked = runs.start_pair(fresh_workspace, marked_project.id, config)
    failed = runs.wait(fresh_workspace, marked.id)
    assert failed.status == "failed"
    assert "stopped learning: after epoch 15 of 30" in str(failed.error)
    assert "Train again with a lower λ" in str(failed.error)
    assert len(runs.epochs(fresh_workspace, marked.id)) == 15


def test_an_unexpected_error_becomes_a_sentence_with_the_traceback_kept(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    kind = {"kind": "FileExistsError"}
    errors = REGISTRY.get_sample_value("rrr_errors_total", kind) or 0
    fresh_workspace.settings.checkpoints.write_text("a file where the folder should be")
    baseline, _ = runs.start_pair(fresh_workspace, marked_project.id, small_config)
    failed = runs.wait(fresh_workspace, baseline.id)
    assert failed.status == "failed"
    assert str(failed.error).startswith("Training stopped on an unexpected FileExistsError.")
    assert "save_checkpoint" in str(failed.traceback)
    assert REGISTRY.get_sample_value("rrr_errors_total", kind) > errors


def on_full_disk(disk: Path) -> tuple[Workspace, Project]:
    workspace = Workspace(Settings(disk / "workspace", "tester"))
    labels = ("bad", "good")
    texts = [
        NewExample(f"a film at the Odeon {n}", labels[n % 2], split)
        for split in ("train", "validation")
        for n in range(20)
    ]
    project = importing.add(workspace.database, "p", labels, texts)
    rules.add_rule(workspace, project, "odeon")
    return workspace, project


def test_a_run_whose_disk_is_full_is_interrupted_and_goes_on_when_there_is_room(
    small_disk: Path, small_config: TrainingConfig
) -> None:
    workspace, project = on_full_disk(small_disk)
    long = replace(small_config, epochs=LONG)
    pair = runs.start_pair(workspace, project.id, long)
    assert soon(at_work(workspace, pair[0]))
    filling = fill(small_disk)
    stopped = [runs.wait(workspace, run.id) for run in pair]
    assert [run.status for run in stopped] == ["interrupted", "interrupted"]
    assert all("is full" in str(run.error) for run in stopped)
    assert {run.status for run in runs.list_runs(workspace, project.id)} == {"interrupted"}

    with pytest.raises(StorageError, match="is full"):  # and not the pair that is stuck
        runs.start_pair(workspace, project.id, long)
    filling.unlink()
    assert runs.start_pair(workspace, project.id, long)[1].id > pair[1].id
    assert soon(lambda: {runs.get_run(workspace, run.id).status for run in pair} == {"interrupted"})
    cancel_everything(workspace)
    assert runs.resume(workspace, pair[0].id).error is None
    cancel_everything(workspace)
    assert soon(worker.is_idle)  # else it tries to write to a disk that is gone, for ever
    workspace.close()


def test_a_run_waits_while_another_process_trains(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    with FileLock(fresh_workspace.settings.workspace / "worker.lock"):
        baseline, _ = runs.start_pair(fresh_workspace, marked_project.id, small_config)
        assert not soon(lambda: runs.get_run(fresh_workspace, baseline.id).status != "queued", 1.0)
    assert runs.wait(fresh_workspace, baseline.id).status == "finished"


def test_runs_without_a_process_are_interrupted_at_the_next_start(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    database = fresh_workspace.database
    lost = [
        queued(database, marked_project.id, name, small_config, "marks", 1, None)
        for name in ("at work", "waiting")
    ]
    run_queries.set_running(database, lost[0].id)
    listed = runs.list_runs(fresh_workspace, marked_project.id)
    assert [run.status for run in listed] == ["interrupted", "interrupted"]


def program(workspace: Workspace, project: Project, then: str, epochs: int = LONG) -> list[str]:
    """Another program that starts an endless pair, and then does something else."""
    code = f"""
import time
from pathlib import Path
from rrr.records import TrainingConfig
from rrr.services.training import runs, worker
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.settings import Settings

workspace = Workspace(Settings(Path({str(workspace.settings.workspace)!r}), "other"))
config = TrainingConfig(classifier="average", embedding_size=4, hidden_size=4, batch_size=20,
    reason_weight=5.0, epochs={epochs})
baseline, _ = runs.start_pair(workspace, {project.id}, config)
{then}
"""
    return ["-c", code]


AT_WORK = "while not runs.epochs(workspace, baseline.id): time.sleep(0.05)"


def test_a_program_that_ends_leaves_its_run_interrupted(
    fresh_workspace: Workspace, marked_project: Project
) -> None:
    command = program(fresh_workspace, marked_project, AT_WORK)
    other = programs.run(command, cwd=ROOT)
    assert other.returncode == 0, other.stderr
    baseline = run_queries.list_of(fresh_workspace.database, marked_project.id)[-1]
    assert baseline.status == "interrupted"


def test_a_program_ends_even_if_its_training_does_not(
    fresh_workspace: Workspace, marked_project: Project
) -> None:
    hasty = f"{AT_WORK}\nworker.SECONDS_TO_END = 0"
    command = program(fresh_workspace, marked_project, hasty)
    other = programs.run(command, cwd=ROOT, text=True)
    assert other.returncode == 1
    assert "The training did not stop in time" in other.stderr


def test_a_killed_run_is_found_interrupted_and_ends_as_if_nothing_had_happened(
    fresh_workspace: Workspace, marked_project: Project
) -> None:
    settings, database = fresh_workspace.settings, fresh_workspace.database
    command = program(
        fresh_workspace, marked_project, "runs.wait(workspace, baseline.id)", epochs=15
    )
    other = programs.Program(command, cwd=ROOT)
    try:
        assert soon(lambda: bool(run_queries.list_of(database, marked_project.id)))
        _, baseline = run_queries.list_of(database, marked_project.id)
        assert soon(lambda: len(runs.epochs(fresh_workspace, baseline.id)) > 2)
        listed = runs.list_runs(Workspace(settings), marked_project.id)
        assert {run.status for run in listed} == {"queued", "running"}
    finally:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
    with FileLock(settings.workspace / "worker.lock"):  # though somebody else trains
        listed = runs.list_runs(fresh_workspace, marked_project.id)
    assert {run.status for run in listed} == {"interrupted"}
    done = listed[1].saved_epoch
    assert 2 < done < 15

    seen: list[EpochReport] = []
    resumed = runs.resume(fresh_workspace, baseline.id)
    assert runs.resume(fresh_workspace, baseline.id).num_resumed == 1  # pressed twice
    over = runs.wait(fresh_workspace, resumed.id, lambda _, report: seen.append(report))
    assert (over.status, over.saved_epoch, over.num_resumed) == ("finished", 15, 1)
    assert [report.epoch for report in seen] == list(range(1, 16))
    assert over.seconds > seen[done - 1].seconds

    again = runs.wait(fresh_workspace, runs.repeat(fresh_workspace, baseline.id).id)
    assert repetition.numbers_that_differ(fresh_workspace, again.id) == []
    # A moment after a run is over, what it would have gone on from is gone, too.
    assert soon(lambda: not list((settings.workspace / "unfinished").iterdir()))
