from __future__ import annotations

from datetime import timedelta

import pytest

from rrr.errors import NotFound, RunError
from rrr.records import EpochReport, Evaluation, Project, TrainingConfig
from rrr.store import kept_runs, readings, runs
from rrr.store.database import Database


@pytest.fixture
def over(database: Database, project: Project) -> int:
    """A finished run with a curve."""
    run = runs.add(database, project.id, "run", TrainingConfig(), "hash", 7, "pair")
    runs.set_running(database, run.id)
    runs.add_epoch(database, run.id, EpochReport(1, 2, 1.0, {"loss": 1.0}))
    runs.set_finished(database, run.id, Evaluation({"test": 1.0}, None), "run-1")
    return run.id


def test_a_name_and_a_star_are_kept(database: Database, over: int) -> None:
    kept_runs.rename(database, over, "the good one")
    kept_runs.star(database, over, True)
    run = runs.get(database, over)
    assert (run.name, run.starred) == ("the good one", True)
    kept_runs.star(database, over, False)
    assert not runs.get(database, over).starred
    with pytest.raises(NotFound, match="no run 99"):
        kept_runs.rename(database, 99, "x")


def test_a_deleted_run_is_hidden_everywhere_and_comes_back_whole(
    database: Database, project: Project, over: int
) -> None:
    before = runs.get(database, over)
    readings.set_complete(database, over, 3)
    kept_runs.delete(database, over)
    with pytest.raises(NotFound, match=f"no run {over}"):
        runs.get(database, over)
    assert runs.list_of(database, project.id) == []
    assert runs.newest_finished(database, project.id, 5) == []
    assert readings.complete(database, project.id) == {}
    with pytest.raises(NotFound):
        kept_runs.star(database, over, True)
    kept_runs.restore(database, over)
    assert runs.get(database, over) == before
    assert readings.complete(database, project.id) == {over: 3}


def test_a_deleted_run_is_gone_with_its_curve_after_its_time(
    database: Database, project: Project, over: int
) -> None:
    assert kept_runs.purge(database, timedelta(0)) == []  # it is not deleted
    kept_runs.delete(database, over)
    assert kept_runs.purge(database, timedelta(days=1)) == []
    assert kept_runs.purge(database, timedelta(0)) == [over]
    assert runs.epochs(database, over) == []
    with pytest.raises(NotFound):
        kept_runs.restore(database, over)
    again = runs.add(database, project.id, "next", TrainingConfig(), "hash", 7, None)
    assert again.id > over  # no id is used twice


def test_an_active_run_cannot_be_deleted(database: Database, project: Project) -> None:
    run = runs.add(database, project.id, "run", TrainingConfig(), "hash", 7, "pair")
    with pytest.raises(RunError, match="Cancel it"):
        kept_runs.delete(database, run.id)
