from __future__ import annotations

from datetime import timedelta

import pytest

from rrr.errors import NotFound, RunError
from rrr.records import EpochReport, Evaluation, Project, TrainingConfig
from rrr.store import reading_queries, run_progress_queries, run_queries, run_shelf_queries
from rrr.store.database import Database
from tests.stored_runs import queued

pytestmark = pytest.mark.both_stores


@pytest.fixture
def over(database: Database, project: Project) -> int:
    """A finished run with a curve."""
    run = queued(database, project.id, "run", TrainingConfig(), "hash", 7, "pair")
    run_queries.set_running(database, run.id)
    run_progress_queries.add_epoch(database, run.id, EpochReport(1, 2, 1.0, {"loss": 1.0}))
    run_queries.set_finished(database, run.id, Evaluation({"test": 1.0}, None), "run-1")
    return run.id


def test_a_name_and_a_star_are_kept(database: Database, over: int) -> None:
    run_shelf_queries.rename(database, over, "the good one")
    run_shelf_queries.star(database, over, True)
    run = run_queries.get(database, over)
    assert (run.name, run.starred) == ("the good one", True)
    run_shelf_queries.star(database, over, False)
    assert not run_queries.get(database, over).starred
    with pytest.raises(NotFound, match="no run 99"):
        run_shelf_queries.rename(database, 99, "x")


def test_a_deleted_run_is_hidden_everywhere_and_comes_back_whole(
    database: Database, project: Project, over: int
) -> None:
    before = run_queries.get(database, over)
    reading_queries.set_complete(database, over, 3)
    run_shelf_queries.delete(database, over)
    with pytest.raises(NotFound, match=f"no run {over}"):
        run_queries.get(database, over)
    assert run_queries.list_of(database, project.id) == []
    assert run_queries.newest_finished(database, project.id, 5) == []
    assert reading_queries.complete(database, project.id) == {}
    with pytest.raises(NotFound):
        run_shelf_queries.star(database, over, True)
    run_shelf_queries.restore(database, over)
    assert run_queries.get(database, over) == before
    assert reading_queries.complete(database, project.id) == {over: 3}


def test_a_deleted_run_is_gone_with_its_curve_after_its_time(
    database: Database, project: Project, over: int
) -> None:
    assert run_shelf_queries.purge(database, timedelta(0)) == []  # it is not deleted
    run_shelf_queries.delete(database, over)
    assert run_shelf_queries.purge(database, timedelta(days=1)) == []
    assert run_shelf_queries.purge(database, timedelta(0)) == [over]
    assert run_progress_queries.epochs(database, over) == []
    with pytest.raises(NotFound):
        run_shelf_queries.restore(database, over)
    again = queued(database, project.id, "next", TrainingConfig(), "hash", 7, None)
    assert again.id > over  # no id is used twice


def test_an_active_run_cannot_be_deleted(database: Database, project: Project) -> None:
    run = queued(database, project.id, "run", TrainingConfig(), "hash", 7, "pair")
    with pytest.raises(RunError, match="Cancel it"):
        run_shelf_queries.delete(database, run.id)
