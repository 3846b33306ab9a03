"""What is left to worker processes is trained as in the app, by one of them, whatever happens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from rrr.records import Project, Run, TrainingConfig
from rrr.services.marks import rules
from rrr.services.training import (
    equal_numbers,
    executors,
    ownership,
    repetition,
    runs,
    worker_process,
)
from rrr.services.workspace import Workspace
from rrr.settings import ROOT
from rrr.store import run_owner_queries, run_queries
from tests.programs import Program
from tests.services.training.test_worker import LONG, at_work
from tests.waiting import soon

START = 120.0
"""Seconds that a process may take to load TensorFlow on a busy machine."""

pytestmark = pytest.mark.both_stores


@pytest.fixture
def app(fresh_workspace: Workspace) -> Iterator[Workspace]:
    """The workspace as an app has it that leaves trainings to worker processes."""
    workspace = Workspace(replace(fresh_workspace.settings, executor="process"))
    yield workspace
    workspace.close()


@pytest.fixture
def marked_project(app: Workspace, small_project: Project) -> Project:
    for word in ("odeon", "rialto"):
        rules.add_rule(app, small_project, word)
    return small_project


def environment(workspace: Workspace) -> dict[str, str]:
    settings = workspace.settings
    return {
        **os.environ,
        "RRR_WORKSPACE": str(settings.workspace),
        "RRR_DATABASE_URL": settings.database_url or "",
        "RRR_EXECUTOR": "",
    }


@contextmanager
def worker(workspace: Workspace, *options: str) -> Iterator[Program]:
    """`rrr work`, killed at the end if it still goes on."""
    process = Program(
        ["-m", "rrr", "work", *options],
        cwd=ROOT,
        env=environment(workspace),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def work_until_empty(workspace: Workspace) -> list[Run]:
    """Let this process be a worker; returns what it was told."""
    told: list[Run] = []
    worker_process.work(workspace, lambda: False, told.append, until_empty=True)
    return told


def is_finished(workspace: Workspace, *queued: Run) -> Callable[[], bool]:
    return lambda: all(runs.get_run(workspace, run.id).status == "finished" for run in queued)


def test_without_a_worker_runs_wait_and_the_app_says_so(
    app: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    assert not executors.lacks_worker(app, marked_project.id)
    pair = runs.start_pair(app, marked_project.id, small_config)
    assert [run.owner for run in pair] == [ownership.ANY_WORKER] * 2
    assert {run.status for run in runs.list_runs(app, marked_project.id)} == {"queued"}
    assert executors.lacks_worker(app, marked_project.id)
    name = ownership.new_worker(app)
    assert not executors.lacks_worker(app, marked_project.id)
    ownership.leave(app, name)
    assert executors.lacks_worker(app, marked_project.id)


def test_a_worker_trains_to_the_same_numbers_as_the_app(
    app: Workspace,
    fresh_workspace: Workspace,
    marked_project: Project,
    small_config: TrainingConfig,
) -> None:
    pair = runs.start_pair(app, marked_project.id, small_config)
    told = work_until_empty(app)
    assert [run.status for run in told] == ["queued", "finished"] * 2
    for run in pair:
        trained = runs.get_run(app, run.id)
        again = runs.wait(fresh_workspace, runs.repeat(fresh_workspace, run.id).id)
        curves = (runs.epochs(app, each.id) for each in (trained, again))
        assert equal_numbers.differing(trained, next(curves), again, next(curves)) == []


def test_cancelling_stops_a_worker_which_goes_on_with_the_next_run(
    app: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    endless = runs.start_baseline(app, marked_project.id, replace(small_config, epochs=LONG))
    short = runs.start_baseline(app, marked_project.id, small_config)

    def cancel() -> None:
        if soon(at_work(app, endless)):
            runs.cancel(app, endless.id)

    canceller = threading.Thread(target=cancel)
    canceller.start()
    work_until_empty(app)
    canceller.join()
    statuses = [runs.get_run(app, run.id).status for run in (endless, short)]
    assert statuses == ["cancelled", "finished"]


def test_a_run_that_fails_says_why_and_the_worker_lives_on(
    app: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    wild = replace(small_config, learning_rate=1e38, max_embedding_norm=None)
    failing = runs.start_baseline(app, marked_project.id, wild)
    after = runs.start_baseline(app, marked_project.id, small_config)
    work_until_empty(app)
    assert "lower learning rate" in str(runs.get_run(app, failing.id).error)
    assert runs.get_run(app, after.id).status == "finished"


@pytest.mark.slow
def test_two_workers_side_by_side_share_the_runs_and_none_is_trained_twice(
    app: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    queued = [
        runs.start_baseline(app, marked_project.id, replace(small_config, seed=seed))
        for seed in range(4)
    ]
    with (
        worker(app, "--until-empty", "--json") as one,
        worker(app, "--until-empty", "--json") as two,
    ):
        outputs = [process.communicate(timeout=3 * START)[0] for process in (one, two)]
    trained = [json.loads(output) for output in outputs]
    assert sorted(run["id"] for each in trained for run in each) == [run.id for run in queued]
    assert {run["status"] for each in trained for run in each} == {"finished"}


@pytest.mark.slow
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_that_is_asked_to_end_gives_its_run_back(
    app: Workspace, marked_project: Project, small_config: TrainingConfig, asked: signal.Signals
) -> None:
    endless = runs.start_baseline(app, marked_project.id, replace(small_config, epochs=LONG))
    with worker(app) as process:
        assert soon(at_work(app, endless), START)
        process.send_signal(asked)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert output == f"Run {endless.id}, baseline: begins\nRun {endless.id}, baseline: given back\n"
    given_back = runs.get_run(app, endless.id)
    assert (given_back.status, given_back.owner) == ("queued", ownership.ANY_WORKER)
    assert given_back.saved_epoch > 0
    assert soon(lambda: ownership.count_workers(app) == 0)


@pytest.mark.slow
def test_the_run_of_a_killed_worker_is_taken_up_and_ends_as_if_nothing_had_happened(
    app: Workspace,
    fresh_workspace: Workspace,
    marked_project: Project,
    small_config: TrainingConfig,
) -> None:
    config = replace(small_config, epochs=30)
    run = runs.start_baseline(app, marked_project.id, config)
    with worker(app) as process:
        assert soon(lambda: len(runs.epochs(app, run.id)) > 2, START)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    done = runs.get_run(app, run.id).saved_epoch
    assert 2 < done < config.epochs
    told = work_until_empty(app)
    over = runs.get_run(app, run.id)
    assert [each.id for each in told] == [run.id] * 2
    assert (over.status, over.num_resumed) == ("finished", 1)
    assert [report.epoch for report in runs.epochs(app, run.id)] == list(range(1, 31))
    again = runs.wait(fresh_workspace, runs.repeat(fresh_workspace, run.id).id)
    assert repetition.numbers_that_differ(fresh_workspace, again.id) == []


def test_a_run_whose_workers_die_again_and_again_waits_for_a_person(
    app: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    run = runs.start_baseline(app, marked_project.id, small_config)
    for _ in range(ownership.MAX_RESUMED + 1):
        dead = f"worker-{0:020}"  # nobody has announced it
        assert run_owner_queries.claim(app.database, ownership.ANY_WORKER, dead)
        run_queries.set_running(app.database, run.id, owner=dead)
        (listed,) = runs.list_runs(app, marked_project.id)
    assert listed.status == "interrupted"
    assert "has ended once more" in str(listed.error)
    runs.resume(app, run.id)
    work_until_empty(app)
    assert runs.get_run(app, run.id).status == "finished"


def test_a_worker_whose_run_was_given_to_another_leaves_it_alone(
    app: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    run = runs.start_baseline(app, marked_project.id, replace(small_config, epochs=LONG))
    app.database.presence.announce("another")
    ended = threading.Event()

    def take_over() -> None:
        if soon(at_work(app, run)):
            owner = str(runs.get_run(app, run.id).owner)
            run_owner_queries.give_back(app.database, owner, "another", 5, "")
            time.sleep(2)  # in which the worker notices, and looks for other runs
        ended.set()

    thread = threading.Thread(target=take_over)
    thread.start()
    worker_process.work(app, ended.is_set)
    thread.join()
    now = runs.get_run(app, run.id)
    assert (now.status, now.owner) == ("queued", "another")
    assert list((app.settings.workspace / "unfinished").iterdir())
    run_queries.set_cancelled(app.database, run.id)
    app.database.presence.withdraw("another")
