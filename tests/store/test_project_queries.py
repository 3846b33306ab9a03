from __future__ import annotations

import pytest

from rrr.errors import DataError, NotFound, RunError
from rrr.records import Evaluation, NewExample, Project, TrainingConfig
from rrr.store import (
    deleting,
    example_queries,
    importing,
    project_queries,
    rule_queries,
    run_queries,
)
from rrr.store.database import Database
from tests.stored_runs import queued

pytestmark = pytest.mark.both_stores

ONE = [NewExample("text", "a", "train")]


def test_a_stored_project_is_read_back_the_same(database: Database, project: Project) -> None:
    assert project_queries.get(database, project.id) == project
    assert project.labels == ("a", "b")


def test_projects_are_listed_newest_first(database: Database, project: Project) -> None:
    later = importing.add(database, "later", ("a", "b"), ONE)
    assert project_queries.list_all(database) == [later, project]


def test_renaming_changes_the_name_alone(database: Database, project: Project) -> None:
    renamed = project_queries.rename(database, project.id, "new name")
    assert renamed.name == "new name"
    assert renamed.split_sizes == project.split_sizes


def test_a_project_may_be_renamed_to_its_own_name_but_not_to_another_ones(
    database: Database, project: Project
) -> None:
    importing.add(database, "taken", ("a", "b"), ONE)
    assert project_queries.rename(database, project.id, project.name) == project
    with pytest.raises(DataError, match="taken"):
        project_queries.rename(database, project.id, "taken")


def test_deleting_a_project_takes_all_that_hangs_on_it_and_names_its_runs(
    database: Database, project: Project
) -> None:
    first = next(example_queries.stream_of(database, project.id)).id
    run = queued(database, project.id, "run", TrainingConfig(), "hash", 1, None)
    run_queries.set_running(database, run.id)
    run_queries.set_finished(database, run.id, Evaluation({}, None), "run-1")
    rule_queries.add(database, project.id, [("word", "odeon", None)])
    assert project_queries.delete(database, project.id) == [run.id]
    assert project_queries.list_all(database) == []
    deleting.delete_hidden(database)
    assert rule_queries.list_of(database, project.id) == []
    for gone in (
        lambda: example_queries.get(database, first),
        lambda: run_queries.get(database, run.id),
    ):
        with pytest.raises(NotFound):
            gone()


def test_a_project_in_training_is_not_deleted(database: Database, project: Project) -> None:
    queued(database, project.id, "run", TrainingConfig(), "hash", 1, None)
    with pytest.raises(RunError, match="Cancel it"):
        project_queries.delete(database, project.id)
    assert project_queries.get(database, project.id) == project


def test_a_project_that_is_not_there_is_said_to_be_missing(database: Database) -> None:
    for missing in (project_queries.get, project_queries.delete):
        with pytest.raises(NotFound, match="no project 77"):
            missing(database, 77)
    with pytest.raises(NotFound, match="no project 77"):
        project_queries.rename(database, 77, "name")
