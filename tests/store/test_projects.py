from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from rrr.errors import DataError, NotFound, RunError
from rrr.records import Evaluation, NewExample, Project, TrainingConfig
from rrr.store import examples, projects, rules, runs, schema
from rrr.store.database import Database

ONE = [NewExample("text", "a", "train")]


def test_a_project_counts_its_splits_in_the_order_of_use(project: Project) -> None:
    sizes = list(project.split_sizes.items())
    assert sizes == [("train", 3), ("validation", 2), ("test", 1), ("odd", 1)]


def test_a_stored_project_is_read_back_the_same(database: Database, project: Project) -> None:
    assert projects.get(database, project.id) == project
    assert project.labels == ("a", "b")


def test_projects_are_listed_newest_first(database: Database, project: Project) -> None:
    later = projects.add(database, "later", ("a", "b"), ONE)
    assert projects.list_all(database) == [later, project]


def test_two_projects_cannot_have_one_name(database: Database, project: Project) -> None:
    with pytest.raises(DataError, match="already a project"):
        projects.add(database, project.name, ("a", "b"), ONE)
    assert projects.list_all(database) == [project]


def test_a_project_whose_examples_cannot_be_stored_is_not_made(database: Database) -> None:
    broken = [*ONE, NewExample("lone surrogate \ud800", "a", "train")]
    with pytest.raises(UnicodeEncodeError):
        projects.add(database, "broken", ("a", "b"), broken)
    assert projects.list_all(database) == []


def test_there_is_only_one_demo(database: Database) -> None:
    first = projects.add(database, "demo", ("a", "b"), ONE, is_demo=True)
    assert projects.add(database, "other", ("a", "b"), ONE, is_demo=True) == first
    assert projects.demo(database) == first


def test_renaming_changes_the_name_alone(database: Database, project: Project) -> None:
    renamed = projects.rename(database, project.id, "new name")
    assert renamed.name == "new name"
    assert renamed.split_sizes == project.split_sizes


def test_a_project_may_be_renamed_to_its_own_name_but_not_to_another_ones(
    database: Database, project: Project
) -> None:
    projects.add(database, "taken", ("a", "b"), ONE)
    assert projects.rename(database, project.id, project.name) == project
    with pytest.raises(DataError, match="taken"):
        projects.rename(database, project.id, "taken")


def test_deleting_a_project_takes_all_that_hangs_on_it_and_names_its_checkpoints(
    database: Database, project: Project
) -> None:
    first = examples.first(database, project.id, ("train",))
    assert first is not None
    run = runs.add(database, project.id, "run", TrainingConfig(), "hash", 1, None)
    runs.set_running(database, run.id)
    runs.set_finished(database, run.id, Evaluation({}, None), "run-1")
    rules.add(database, project.id, [("word", "odeon", None)])
    assert projects.delete(database, project.id) == ["run-1"]
    assert rules.list_of(database, project.id) == []
    for gone in (lambda: examples.get(database, first), lambda: runs.get(database, run.id)):
        with pytest.raises(NotFound):
            gone()


def test_a_project_in_training_is_not_deleted(database: Database, project: Project) -> None:
    runs.add(database, project.id, "run", TrainingConfig(), "hash", 1, None)
    with pytest.raises(RunError, match="Cancel it"):
        projects.delete(database, project.id)
    assert projects.get(database, project.id) == project


def test_a_project_that_is_not_there_is_said_to_be_missing(database: Database) -> None:
    for missing in (projects.get, projects.delete):
        with pytest.raises(NotFound, match="no project 77"):
            missing(database, 77)
    with pytest.raises(NotFound, match="no project 77"):
        projects.rename(database, 77, "name")


def test_an_import_that_breaks_off_leaves_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projects, "_BATCH_ROWS", 2)

    def rows() -> Iterator[NewExample]:
        yield from (NewExample(f"text {n}", "a", "train") for n in range(5))
        assert projects.list_all(database) == []  # what has come in so far is nobody's yet
        raise DataError("row 6")

    with pytest.raises(DataError, match="row 6"):
        projects.add(database, "broken", ("a",), rows())
    with database.read() as connection:
        for table in (schema.projects, schema.examples, schema.words, schema.postings):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_what_an_import_left_that_died_is_deleted_by_a_later_one(database: Database) -> None:
    with database.write() as connection:
        for hours in (0, 2):
            row = {
                "name": f"importing {hours}",
                "labels": [],
                "split_sizes": {},
                "is_demo": False,
                "created_at": schema.now() - timedelta(hours=hours),
                "state": projects.IMPORTING,
            }
            connection.execute(schema.projects.insert().values(row))
    made = projects.add(database, "new", ("a",), [NewExample("text", "a", "train")])
    assert projects.list_all(database) == [made]
    with database.read() as connection:
        names = set(connection.scalars(select(schema.projects.c.name)))
    assert names == {"new", "importing 0"}  # the other may still be at work


def test_an_import_tells_how_far_it_is(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projects, "_BATCH_ROWS", 2)
    told: list[int] = []
    rows = [NewExample(f"text {n}", "a", "train") for n in range(5)]
    project = projects.add(database, "told", ("a",), rows, report=told.append)
    assert told == [2, 4, 5]
    stored = list(examples.stream_of(database, project.id))
    assert [(e.text, e.position) for e in stored] == [(f"text {n}", n) for n in range(5)]
