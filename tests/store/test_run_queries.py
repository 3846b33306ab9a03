from __future__ import annotations

import pytest

from rrr.records import (
    Evaluation,
    NewExample,
    Reliance,
    Run,
    TrainingConfig,
)
from rrr.store import importing, run_owner_queries, run_queries
from rrr.store.database import Database
from tests.stored_runs import queued

pytestmark = pytest.mark.both_stores

EVALUATION = Evaluation({"test": 0.9, "flipped": 0.4}, Reliance(12, 0.5, 0.25, 0.1), {"test": 0.8})


@pytest.fixture(autouse=True)
def _two_projects(database: Database) -> None:
    for name in ("one", "two"):
        importing.add(database, name, ("a", "b"), [NewExample("text", "a", "train")])


def queue(database: Database, name: str = "run", project_id: int = 1) -> int:
    config = TrainingConfig(classifier="gru", max_embedding_norm=None, seed=3)
    return queued(database, project_id, name, config, "hash", 7, "pair").id


def test_a_new_run_is_queued_and_read_back_whole(database: Database) -> None:
    config = TrainingConfig(classifier="gru", max_embedding_norm=None, seed=3)
    run = queued(database, 1, "first", config, "hash", 7, "pair")
    assert run.status == "queued"
    assert (run.config, run.pair_id, run.num_marked_tokens) == (config, "pair", 7)
    assert run.created_at.tzinfo is not None
    assert run_queries.get(database, run.id) == run


def test_a_run_goes_from_queued_to_finished(database: Database) -> None:
    run_id = queue(database)
    assert run_queries.set_running(database, run_id)
    assert run_queries.set_finished(database, run_id, EVALUATION, "run-1")
    run = run_queries.get(database, run_id)
    assert (run.status, run.evaluation, run.checkpoint) == ("finished", EVALUATION, "run-1")
    assert run.started_at is not None
    assert run.finished_at is not None
    assert run.started_at <= run.finished_at


def test_an_evaluation_without_marked_words_is_read_back(database: Database) -> None:
    run_id = queue(database)
    run_queries.set_running(database, run_id)
    run_queries.set_finished(database, run_id, Evaluation({"test": 1.0}, None), "run-1")
    assert run_queries.get(database, run_id).evaluation == Evaluation({"test": 1.0}, None)


def test_a_cancelled_run_can_neither_start_nor_finish(database: Database) -> None:
    run_id = queue(database)
    assert run_queries.set_cancelled(database, run_id)
    assert not run_queries.set_running(database, run_id)
    assert not run_queries.set_finished(database, run_id, EVALUATION, "run-1")
    assert run_queries.get(database, run_id).status == "cancelled"


def test_a_run_that_never_started_cannot_finish(database: Database) -> None:
    assert not run_queries.set_finished(database, queue(database), EVALUATION, "run-1")


def test_a_failure_keeps_its_sentence_and_its_traceback(database: Database) -> None:
    run_id = queue(database)
    run_queries.set_running(database, run_id)
    assert run_queries.set_failed(database, run_id, "Too few labels.", "Traceback …")
    run = run_queries.get(database, run_id)
    assert (run.status, run.error, run.traceback) == ("failed", "Too few labels.", "Traceback …")
    assert run.evaluation is None


def owned(database: Database, owner: str) -> int:
    new = run_queries.NewRun("run", TrainingConfig(), "hash", 1)
    (run,) = run_queries.queue(database, 1, lambda _: [new], owner)
    return run.id


def test_what_a_dead_process_had_to_do_is_interrupted_and_nothing_else(database: Database) -> None:
    waiting, running, cancelled, other = (owned(database, name) for name in ("a", "a", "a", "b"))
    run_queries.set_running(database, running)
    run_queries.set_cancelled(database, cancelled)
    assert run_owner_queries.owners_at_work(database) == {"a", "b"}
    assert run_owner_queries.mark_interrupted(database, "a") == 2
    ids = (waiting, running, cancelled, other)
    statuses = [run_queries.get(database, run_id).status for run_id in ids]
    assert statuses == ["interrupted", "interrupted", "cancelled", "queued"]
    assert run_owner_queries.owners_at_work(database) == {"b"}


def test_an_interrupted_run_goes_on_in_another_process(database: Database) -> None:
    run_id = owned(database, "a")
    run_queries.set_running(database, run_id, {"Python": "3.1"})
    assert not run_queries.set_queued_again(database, run_id, "b")  # it is at work
    began = run_queries.get(database, run_id).started_at
    run_owner_queries.mark_interrupted(database, "a")
    assert run_queries.set_queued_again(database, run_id, "b")
    assert run_queries.set_running(database, run_id, {"Python": "3.2"})
    run = run_queries.get(database, run_id)
    assert (run.owner, run.num_resumed, run.finished_at) == ("b", 1, None)
    assert (run.started_at, run.versions) == (began, {"Python": "3.2"})


def test_what_is_planned_is_queued_at_once_or_not_at_all(database: Database) -> None:
    first = run_queries.get(database, queue(database))
    new = run_queries.NewRun(
        "new", TrainingConfig(), "hash", 1, "pair", origin="retried", origin_run_id=1
    )
    seen: list[list[Run]] = []

    def plan(known: list[Run]) -> list[run_queries.NewRun | Run]:
        seen.append(known)
        return [first, new]

    queued = run_queries.queue(database, 1, plan)
    assert seen == [[first]]
    assert [run.name for run in queued] == ["run", "new"]
    assert (queued[1].origin, queued[1].origin_run_id, queued[1].owner) == ("retried", 1, None)
    with pytest.raises(ZeroDivisionError):
        run_queries.queue(database, 1, lambda _: [new, 1 / 0])  # type: ignore[list-item]
    assert len(run_queries.list_of(database, 1)) == 2


def test_runs_are_listed_newest_first_and_by_project(database: Database) -> None:
    first, _, third = queue(database), queue(database, project_id=2), queue(database)
    assert [run.id for run in run_queries.list_of(database, 1)] == [third, first]
