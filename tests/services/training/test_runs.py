from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import update

from rrr.errors import ConfigError, NotFound, RunError
from rrr.records import (
    WITHOUT_MARKS,
    EpochReport,
    Project,
    Run,
    SearchStage,
    TrainingConfig,
)
from rrr.services.comparison.differences import differences
from rrr.services.marks import labels, rules, snapshots
from rrr.services.training import repetition, run_shelf, runs
from rrr.services.training.job import job_of
from rrr.services.training.models import load_trained
from rrr.services.workspace import Workspace
from rrr.store import run_queries
from rrr.store.run_queries import NewRun
from rrr.store.schema import run_tables
from tests.stored_runs import queued

pytestmark = pytest.mark.both_stores

LONG = 1_000_000
"""Epochs of a run that does not end by itself."""


def finished_pair(
    workspace: Workspace, project: Project, config: TrainingConfig
) -> tuple[Run, Run]:
    baseline, marked = runs.start_pair(workspace, project.id, config)
    return runs.wait(workspace, baseline.id), runs.wait(workspace, marked.id)


def test_without_marks_nothing_is_started(
    fresh_workspace: Workspace, small_project: Project, small_config: TrainingConfig
) -> None:
    with pytest.raises(RunError, match="Strike at least one word on the Annotate page"):
        runs.start_pair(fresh_workspace, small_project.id, small_config)
    assert runs.list_runs(fresh_workspace, small_project.id) == []


def test_marks_outside_the_training_split_are_not_enough(
    fresh_workspace: Workspace, small_project: Project, small_config: TrainingConfig
) -> None:
    rules.add_rule(fresh_workspace, small_project, "nowhere")
    with pytest.raises(RunError, match="No word is struck in the training sentences"):
        runs.start_pair(fresh_workspace, small_project.id, small_config)


def test_a_weight_of_zero_is_refused(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    with pytest.raises(ConfigError, match="must be more than 0"):
        runs.start_pair(fresh_workspace, marked_project.id, replace(small_config, reason_weight=0))


def test_a_project_that_is_gone_cannot_be_trained(
    fresh_workspace: Workspace, small_config: TrainingConfig
) -> None:
    with pytest.raises(NotFound):
        runs.start_pair(fresh_workspace, 17, small_config)


def test_a_pair_is_trained_measured_and_kept(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    steps = REGISTRY.get_sample_value("rrr_training_steps_total") or 0
    baseline, marked = runs.start_pair(fresh_workspace, marked_project.id, small_config)
    reports: list[EpochReport] = []
    before = runs.wait(fresh_workspace, baseline.id)
    after = runs.wait(fresh_workspace, marked.id, lambda run, report: reports.append(report))

    assert (before.status, after.status) == ("finished", "finished"), after.traceback
    assert before.pair_id == after.pair_id
    assert before.config == replace(small_config, reason_weight=0)
    assert after.config == small_config
    assert after.num_marked_tokens == 60
    assert [report.epoch for report in reports] == [1, 2, 3]
    assert reports == runs.epochs(fresh_workspace, after.id)
    now = REGISTRY.get_sample_value("rrr_training_steps_total")
    assert now == steps + 2 * 3 * 3  # two runs of three epochs of 60 sentences, 20 at a time
    assert {"classification_loss", "saliency_loss", "accuracy"} <= set(reports[0].metrics)
    for run in (before, after):
        assert run.evaluation is not None
        assert set(run.evaluation.accuracy) == {"test"}
        assert run.evaluation.reliance is not None
        assert load_trained(fresh_workspace, run).marks_hash == run.marks_hash


def test_a_second_press_while_the_pair_is_under_way_starts_nothing(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    endless = replace(small_config, epochs=LONG)
    first = runs.start_pair(fresh_workspace, marked_project.id, endless)
    second = runs.start_pair(fresh_workspace, marked_project.id, endless)
    assert [run.id for run in second] == [run.id for run in first]
    assert len(runs.list_runs(fresh_workspace, marked_project.id)) == 2


def test_presses_at_the_same_moment_start_one_pair(
    fresh_workspace: Workspace,
    marked_project: Project,
    small_config: TrainingConfig,
    opened_besides: list[Workspace],
) -> None:
    endless = replace(small_config, epochs=LONG)
    pressed = threading.Barrier(4, timeout=20)

    def press(_: int) -> list[int]:
        own = Workspace(fresh_workspace.settings)  # as another process would have
        opened_besides.append(own)
        pressed.wait()
        return [run.id for run in runs.start_pair(own, marked_project.id, endless)]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(press, range(4))) == [[1, 2]] * 4
    assert len(runs.list_runs(fresh_workspace, marked_project.id)) == 2


def test_a_run_keeps_what_it_was_made_from(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    _, marked = finished_pair(fresh_workspace, marked_project, replace(small_config, epochs=1))
    (use,) = snapshots.list_snapshots(fresh_workspace, marked_project.id)
    assert marked.id in use.run_ids
    assert marked.snapshot_id == use.snapshot.id
    assert marked.data_hash == use.snapshot.data_hash
    assert marked.tokenizer_hash == use.snapshot.tokenizer_hash
    assert set(marked.versions or {}) >= {"Python", "tensorflow", "keras", "Right Reasons"}
    assert marked.seconds > 0


def test_a_baseline_trained_under_other_versions_serves_nobody(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    config = replace(small_config, epochs=1)
    first = runs.start_baseline(fresh_workspace, marked_project.id, config)
    first = runs.wait(fresh_workspace, first.id)
    again = runs.start_baseline(fresh_workspace, marked_project.id, config)
    assert again.id == first.id
    older = {**(first.versions or {}), "learning code": "as it was"}
    with fresh_workspace.database.write() as connection:
        connection.execute(update(run_tables.runs).values(versions=older))
    baseline, marked = finished_pair(fresh_workspace, marked_project, config)
    assert baseline.id not in (first.id, None)
    assert baseline.versions == marked.versions == first.versions
    known = run_queries.get(fresh_workspace.database, first.id)
    (told,) = differences(known, baseline)
    assert told.startswith("learning code: as it was and ")


def test_a_run_keeps_the_labels_it_was_queued_with(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    snapshot = snapshots.take(fresh_workspace, marked_project)
    new = NewRun("x", small_config, snapshot.marks_hash, 1, None, snapshot.id)
    (run,) = run_queries.queue(fresh_workspace.database, marked_project.id, lambda _: [new])
    labels.rename(fresh_workspace, marked_project, "good", "fine", "ann")
    job = job_of(fresh_workspace, run)
    assert job.labels == ("bad", "good")
    assert set(job.splits["train"].labels) == {"bad", "good"}
    assert labels.num_changed_since(fresh_workspace, run) == 50


def test_pressing_twice_retries_once(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    endless = replace(small_config, epochs=LONG)
    _, marked = runs.start_pair(fresh_workspace, marked_project.id, endless)
    runs.cancel(fresh_workspace, marked.id)
    first, second = (runs.retry(fresh_workspace, marked.id) for _ in range(2))
    assert first.id == second.id != marked.id


def test_a_run_that_has_finished_or_whose_marks_were_not_kept_is_not_retried(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    baseline, _ = finished_pair(fresh_workspace, marked_project, replace(small_config, epochs=1))
    with pytest.raises(RunError, match="nothing to retry"):
        runs.retry(fresh_workspace, baseline.id)
    with pytest.raises(RunError, match="Only an interrupted run can go on"):
        runs.resume(fresh_workspace, baseline.id)
    database = fresh_workspace.database
    old = queued(database, marked_project.id, "old", small_config, "h", 1, None)
    run_queries.set_cancelled(database, old.id)
    with pytest.raises(RunError, match="older version"):
        runs.retry(fresh_workspace, old.id)


def test_a_run_under_way_cannot_be_deleted(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    endless = replace(small_config, epochs=LONG)
    _, marked = runs.start_pair(fresh_workspace, marked_project.id, endless)
    with pytest.raises(RunError, match="Cancel it before"):
        run_shelf.delete(fresh_workspace, marked.id)


def test_cancelling_what_is_over_changes_nothing(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    baseline, _ = finished_pair(fresh_workspace, marked_project, small_config)
    assert runs.cancel(fresh_workspace, baseline.id) == baseline


@pytest.mark.slow
def test_an_automatic_weight_is_searched_for_and_kept_with_its_trials(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    config = replace(small_config, reason_weight="auto")
    stages: list[SearchStage | None] = []
    baseline, marked = runs.start_pair(fresh_workspace, marked_project.id, config)
    runs.settle(fresh_workspace, marked.id)  # with the first trial that learns anything

    def keep_stage(run: Run, _: object) -> None:
        if run.search is not None:
            stages.append(run.search.stage)

    run = runs.wait(fresh_workspace, marked.id, keep_stage)
    assert (run.status, run.error) == ("finished", None)
    assert run.name == "automatic λ"
    assert run.search is not None
    assert run.search.chosen in [trial.reason_weight for trial in run.search.trials]
    assert f"{run.search.chosen:.3g}" in run.weight_name
    assert WITHOUT_MARKS not in stages  # the baseline was not trained again
    assert len(runs.epochs(fresh_workspace, marked.id)) == config.epochs
    assert load_trained(fresh_workspace, run).config.reason_weight == run.search.chosen
    assert baseline.config == replace(config, reason_weight=0.0)

    again = runs.wait(fresh_workspace, runs.repeat(fresh_workspace, run.id).id)
    assert again.search is not None
    assert len(again.search.trials) == len(run.search.trials)  # though nobody told it to settle
    assert repetition.numbers_that_differ(fresh_workspace, again.id) == []


def test_a_run_that_is_gone_cannot_be_repaired_and_no_baseline_is_trained_in_vain(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    with pytest.raises(RunError, match="Run 77, to start from, has no trained model"):
        runs.start_pair(fresh_workspace, marked_project.id, replace(small_config, start_run=77))
    assert runs.list_runs(fresh_workspace, marked_project.id) == []
