from __future__ import annotations

import pytest

from rrr.errors import NotFound, RunError
from rrr.records import EpochReport, Evaluation, NewExample, Reliance, TrainingConfig, WeightSearch
from rrr.store import projects, runs
from rrr.store.database import Database

EVALUATION = Evaluation({"test": 0.9, "flipped": 0.4}, Reliance(12, 0.5, 0.25, 0.1))


@pytest.fixture(autouse=True)
def _two_projects(database: Database) -> None:
    for name in ("one", "two"):
        projects.add(database, name, ("a", "b"), [NewExample("text", "a", "train")])


def queue(database: Database, name: str = "run", project_id: int = 1) -> int:
    config = TrainingConfig(classifier="gru", max_embedding_norm=None, seed=3)
    return runs.add(database, project_id, name, config, "hash", 7, "pair").id


def test_a_new_run_is_queued_and_read_back_whole(database: Database) -> None:
    config = TrainingConfig(classifier="gru", max_embedding_norm=None, seed=3)
    run = runs.add(database, 1, "first", config, "hash", 7, "pair")
    assert run.status == "queued"
    assert (run.config, run.pair_id, run.num_marked_tokens) == (config, "pair", 7)
    assert run.created_at.tzinfo is not None
    assert runs.get(database, run.id) == run


def test_a_run_goes_from_queued_to_finished(database: Database) -> None:
    run_id = queue(database)
    assert runs.set_running(database, run_id)
    assert runs.set_finished(database, run_id, EVALUATION, "run-1")
    run = runs.get(database, run_id)
    assert (run.status, run.evaluation, run.checkpoint) == ("finished", EVALUATION, "run-1")
    assert run.started_at is not None
    assert run.finished_at is not None
    assert run.started_at <= run.finished_at


def test_an_evaluation_without_marked_words_is_read_back(database: Database) -> None:
    run_id = queue(database)
    runs.set_running(database, run_id)
    runs.set_finished(database, run_id, Evaluation({"test": 1.0}, None), "run-1")
    assert runs.get(database, run_id).evaluation == Evaluation({"test": 1.0}, None)


def test_a_search_and_the_curves_of_its_training_change_together(database: Database) -> None:
    run_id = queue(database)
    runs.add_epoch(database, run_id, EpochReport(1, 2, 1.0, {"loss": 1.0}))
    search = WeightSearch(EVALUATION.reliance, 0.9, (), "λ = 1")
    runs.set_search(database, run_id, search)
    assert (runs.get(database, run_id).search, runs.epochs(database, run_id)) == (search, [])
    of_chosen = [EpochReport(1, 2, 3.0, {"loss": 0.5})]
    runs.set_search(database, run_id, search, of_chosen)
    assert runs.epochs(database, run_id) == of_chosen


def test_a_wish_to_settle_is_kept(database: Database) -> None:
    run_id = queue(database)
    assert not runs.get(database, run_id).settle
    runs.settle(database, run_id)
    assert runs.get(database, run_id).settle


def test_a_cancelled_run_can_neither_start_nor_finish(database: Database) -> None:
    run_id = queue(database)
    assert runs.set_cancelled(database, run_id)
    assert not runs.set_running(database, run_id)
    assert not runs.set_finished(database, run_id, EVALUATION, "run-1")
    assert runs.get(database, run_id).status == "cancelled"


def test_a_run_that_never_started_cannot_finish(database: Database) -> None:
    assert not runs.set_finished(database, queue(database), EVALUATION, "run-1")


def test_a_failure_keeps_its_sentence_and_its_traceback(database: Database) -> None:
    run_id = queue(database)
    runs.set_running(database, run_id)
    assert runs.set_failed(database, run_id, "Too few labels.", "Traceback …")
    run = runs.get(database, run_id)
    assert (run.status, run.error, run.traceback) == ("failed", "Too few labels.", "Traceback …")
    assert run.evaluation is None


def test_whatever_was_active_is_interrupted_and_nothing_else(database: Database) -> None:
    waiting, running, cancelled = queue(database), queue(database), queue(database)
    runs.set_running(database, running)
    runs.set_cancelled(database, cancelled)
    assert runs.mark_interrupted(database) == 2
    statuses = [runs.get(database, run_id).status for run_id in (waiting, running, cancelled)]
    assert statuses == ["interrupted", "interrupted", "cancelled"]


def test_runs_are_listed_newest_first_and_by_project(database: Database) -> None:
    first, _, third = queue(database), queue(database, project_id=2), queue(database)
    assert [run.id for run in runs.list_of(database, 1)] == [third, first]


def test_epochs_come_back_in_order_and_a_repeated_one_is_replaced(database: Database) -> None:
    run_id = queue(database)
    reports = [EpochReport(n, 2, n * 1.5, {"loss": 1 / n}) for n in (1, 2)]
    runs.add_epoch(database, run_id, reports[1])
    runs.add_epoch(database, run_id, EpochReport(1, 2, 9.0, {"loss": 9.0}))
    runs.add_epoch(database, run_id, reports[0])
    assert runs.epochs(database, run_id) == reports


def test_deleting_a_run_takes_its_epochs_along(database: Database) -> None:
    run_id = queue(database)
    runs.add_epoch(database, run_id, EpochReport(1, 2, 1.0, {"loss": 1.0}))
    runs.set_cancelled(database, run_id)
    runs.delete(database, run_id)
    assert runs.epochs(database, run_id) == []
    with pytest.raises(NotFound, match=f"no run {run_id}"):
        runs.get(database, run_id)


def test_an_active_run_cannot_be_deleted(database: Database) -> None:
    with pytest.raises(RunError, match="Cancel it"):
        runs.delete(database, queue(database))


def test_the_id_of_a_deleted_run_is_not_used_again(database: Database) -> None:
    run_id = queue(database)
    runs.set_cancelled(database, run_id)
    runs.delete(database, run_id)
    assert queue(database) > run_id
