from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from rrr.records import EpochReport, TrainingConfig
from rrr.store import run_owner_queries, run_progress_queries, run_queries
from rrr.store.database import Database
from tests.store.test_run_queries import EVALUATION, _two_projects, owned  # noqa: F401  a fixture

pytestmark = pytest.mark.both_stores


def pooled(database: Database, reason_weight: float = 1.0, pair_id: str | None = None) -> int:
    new = run_queries.NewRun("run", TrainingConfig(reason_weight=reason_weight), "hash", 1, pair_id)
    (run,) = run_queries.queue(database, 1, lambda _: [new], "pool")
    return run.id


def claimed(database: Database, owner: str = "me") -> int | None:
    run = run_owner_queries.claim(database, "pool", owner)
    if run is not None:
        assert (run.status, run.owner) == ("queued", owner)
    return run and run.id


def test_the_run_that_waits_longest_is_taken_first_and_only_what_is_for_everybody(
    database: Database,
) -> None:
    owned(database, "somebody")
    first, cancelled, third = (pooled(database) for _ in range(3))
    run_queries.set_cancelled(database, cancelled)
    assert [claimed(database) for _ in range(3)] == [first, third, None]


def test_a_run_with_marks_is_not_taken_before_its_baseline_is_over(database: Database) -> None:
    baseline, marked = pooled(database, 0.0, "pair"), pooled(database, 1.0, "pair")
    other = pooled(database, 1.0, "other pair")
    assert [claimed(database) for _ in range(3)] == [baseline, other, None]
    run_queries.set_running(database, baseline, owner="me")
    assert claimed(database) is None
    run_queries.set_finished(database, baseline, EVALUATION, "run-1", owner="me")
    assert claimed(database) == marked


def test_of_many_who_take_runs_at_once_no_two_get_the_same(database: Database) -> None:
    waiting = [pooled(database) for _ in range(12)]

    def take_all(owner: str) -> list[int]:
        found = []
        while (run_id := claimed(database, owner)) is not None:
            found.append(run_id)
        return found

    with ThreadPoolExecutor(4) as threads:
        taken = [run_id for found in threads.map(take_all, "abcd") for run_id in found]
    assert sorted(taken) == waiting


def test_what_is_given_back_waits_for_the_others_where_it_stopped(database: Database) -> None:
    running, taken, other = (pooled(database) for _ in range(3))
    assert [claimed(database), claimed(database)] == [running, taken]
    run_queries.set_running(database, running, owner="me")
    run_progress_queries.add_epoch(database, running, EpochReport(1, 2, 1.0, {"loss": 1.0}), 1.0)
    run_owner_queries.give_back(database, "me", "pool", 5, "died again")
    runs = [run_queries.get(database, run_id) for run_id in (running, taken, other)]
    assert {(run.status, run.owner, run.error) for run in runs} == {("queued", "pool", None)}
    assert [(run.num_resumed, run.saved_epoch) for run in runs] == [(1, 1), (0, 0), (0, 0)]


def test_a_run_that_was_given_back_too_often_is_interrupted(database: Database) -> None:
    run_id = pooled(database)
    for _ in range(3):
        assert claimed(database) == run_id
        run_queries.set_running(database, run_id, owner="me")
        run_owner_queries.give_back(database, "me", "pool", 2, "died again")
    run = run_queries.get(database, run_id)
    assert (run.status, run.error, run.num_resumed) == ("interrupted", "died again", 2)


def test_who_has_a_run_no_more_cannot_change_what_becomes_of_it(database: Database) -> None:
    run_id = pooled(database)
    claimed(database, "first")
    run_owner_queries.give_back(database, "first", "pool", 5, "")
    claimed(database, "second")
    assert not run_queries.set_running(database, run_id, owner="first")
    assert run_queries.set_running(database, run_id, owner="second")
    assert not run_queries.set_finished(database, run_id, EVALUATION, "run-1", owner="first")
    assert not run_queries.set_failed(database, run_id, "why", "", owner="first")
    assert not run_queries.set_interrupted(database, run_id, "why", owner="first")
    assert run_queries.set_finished(database, run_id, EVALUATION, "run-1", owner="second")
