from __future__ import annotations

import pytest

from rrr.records import (
    ClassifierChoice,
    EpochReport,
    Reliance,
    SearchStage,
    TrainingConfig,
    TriedClassifier,
    WeightSearch,
)
from rrr.store import run_progress_queries, run_queries
from rrr.store.database import Database
from tests.store.test_run_queries import _two_projects, queue  # noqa: F401  a fixture

pytestmark = pytest.mark.both_stores


def test_a_search_and_the_curves_of_its_training_change_together(database: Database) -> None:
    run_id = queue(database)
    run_progress_queries.add_epoch(database, run_id, EpochReport(1, 2, 1.0, {"loss": 1.0}))
    search = WeightSearch(Reliance(12, 0.5, 0.25, 0.1), 0.9, (), SearchStage("trial", 1.0))
    run_progress_queries.set_search(database, run_id, search)
    assert run_queries.get(database, run_id).search == search
    assert run_progress_queries.epochs(database, run_id) == []
    of_chosen = [EpochReport(1, 2, 3.0, {"loss": 0.5})]
    run_progress_queries.set_search(database, run_id, search, of_chosen)
    assert run_progress_queries.epochs(database, run_id) == of_chosen


def test_a_choice_the_settings_and_the_curves_change_together(database: Database) -> None:
    run_id = queue(database)
    run_progress_queries.add_epoch(database, run_id, EpochReport(1, 2, 1.0, {"loss": 1.0}))
    tried = (TriedClassifier("average", 0.75, 20, 1.5), TriedClassifier("cnn", None, 0, 2.0))
    choice = ClassifierChoice(tried, SearchStage("kind of classifier", classifier="gru"))
    config = TrainingConfig(classifier="average", seed=3)
    run_progress_queries.set_choice(database, run_id, choice, config)
    run = run_queries.get(database, run_id)
    assert (run.choice, run.config, run.stage) == (choice, config, choice.stage)
    assert run_progress_queries.epochs(database, run_id) == []
    made = ClassifierChoice(tried, None, "average", "It was taken.")
    new = run_queries.NewRun("run", config, "hash", 1, choice=made)
    (queued_with_it,) = run_queries.queue(database, 1, lambda _: [new])
    assert run_queries.get(database, queued_with_it.id).choice == made


def test_a_wish_to_settle_is_kept(database: Database) -> None:
    run_id = queue(database)
    assert not run_queries.get(database, run_id).settle
    run_progress_queries.settle(database, run_id)
    assert run_queries.get(database, run_id).settle


def test_epochs_come_back_in_order_and_a_repeated_one_is_replaced(database: Database) -> None:
    run_id = queue(database)
    reports = [EpochReport(n, 2, n * 1.5, {"loss": 1 / n}) for n in (1, 2)]
    run_progress_queries.add_epoch(database, run_id, reports[1])
    run_progress_queries.add_epoch(database, run_id, EpochReport(1, 2, 9.0, {"loss": 9.0}))
    run_progress_queries.add_epoch(database, run_id, reports[0])
    assert run_progress_queries.epochs(database, run_id) == reports
