"""A Ray cluster trains what is queued to the same numbers, and a lost process costs nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rrr.errors import DataError
from rrr.evidence.battery import battery, chosen
from rrr.evidence.cells import Cell
from rrr.evidence.ledger import Ledger
from rrr.evidence.on_ray import RayWorkers
from rrr.evidence.running import run as measure
from rrr.records import Project, TrainingConfig
from rrr.services.marks import rules
from rrr.services.training import equal_numbers, runs
from rrr.services.workspace import Workspace
from tests.services.training.test_worker import LONG
from tests.waiting import soon

pytest.importorskip("ray", reason="Ray is not installed: pip install 'right-reasons[ray]'")

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

START = 180.0
"""Seconds that Ray and TensorFlow may take to start on a busy machine."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two processors of this machine."""
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield ray
    ray.shutdown()


@pytest.fixture
def app(fresh_workspace: Workspace, cluster: Any) -> Iterator[Workspace]:
    workspace = Workspace(replace(fresh_workspace.settings, executor="ray"))
    yield workspace
    workspace.close()


@pytest.fixture
def marked_project(app: Workspace, small_project: Project) -> Project:
    rules.add_rule(app, small_project, "odeon")
    return small_project


def test_a_cluster_trains_to_the_same_numbers_as_the_app(
    app: Workspace,
    fresh_workspace: Workspace,
    marked_project: Project,
    small_config: TrainingConfig,
) -> None:
    pairs = [
        runs.start_pair(app, marked_project.id, replace(small_config, seed=seed))
        for seed in range(2)
    ]
    for run in (run for pair in pairs for run in pair):
        trained = runs.wait(app, run.id)
        assert trained.status == "finished"
        again = runs.wait(fresh_workspace, runs.repeat(fresh_workspace, run.id).id)
        curves = (runs.epochs(app, each.id) for each in (trained, again))
        assert equal_numbers.differing(trained, next(curves), again, next(curves)) == []


def test_a_run_whose_process_is_lost_is_taken_up_again_and_can_be_cancelled(
    app: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    run = runs.start_baseline(app, marked_project.id, replace(small_config, epochs=LONG))
    assert soon(lambda: len(runs.epochs(app, run.id)) > 2, START)
    os.kill(_process_at_work(), signal.SIGKILL)
    assert soon(lambda: runs.get_run(app, run.id).num_resumed == 1, START)
    done = runs.get_run(app, run.id).saved_epoch
    assert done > 2
    assert soon(lambda: runs.get_run(app, run.id).saved_epoch > done, START)
    assert runs.cancel(app, run.id).status == "cancelled"
    assert soon(lambda: app.database.presence.alive() <= {_own_name()}, START)


def _process_at_work() -> int:
    """Of the Ray task that trains: Ray names a process by what it does."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            words = (folder / "cmdline").read_bytes()
            if words.startswith(b"ray::_work") and _is_below_this_process(int(folder.name)):
                return int(folder.name)
    raise AssertionError("no such process")


def _is_below_this_process(number: int) -> bool:
    while number > 1:
        if number == os.getpid():
            return True
        status = Path(f"/proc/{number}/stat").read_text(encoding="utf-8")
        number = int(status.rsplit(")", 1)[1].split()[1])
    return False


def _own_name() -> str:
    from rrr.services.training.ownership import _OWN_NAME

    return _OWN_NAME


def test_cells_of_the_evidence_are_measured_to_the_same_numbers(
    cluster: Any, tmp_path: Path
) -> None:
    cells = chosen(battery(1), corpora=["demo"], methods=["plain"], classifiers=["average"])
    found = []
    for on_ray in (False, True):
        ledger = Ledger(tmp_path / str(on_ray))
        refused = measure(
            cells,
            ledger,
            corpora=None,
            num_jobs=1,
            tell=lambda _: None,
            load_tensorflow=_nothing,
            on_ray=on_ray,
        )
        assert refused == {}
        measured = ledger.read()[Cell("demo", "plain", "average", 0)]
        found.append({k: v for k, v in measured.numbers.items() if "seconds" not in k})
    assert found[0] == found[1]


def test_why_a_cell_cannot_be_measured_comes_back(cluster: Any) -> None:
    workers = RayWorkers(_nothing)
    assert workers.submit(divmod, 7, 2).result(START) == (3, 1)
    with pytest.raises(DataError, match="nothing to learn"):
        workers.submit(_refuse, "nothing to learn").result(START)
    workers.cancel()


def _nothing() -> None:
    pass


def _refuse(why: str) -> None:
    raise DataError(why)
