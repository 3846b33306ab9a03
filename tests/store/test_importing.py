from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from rrr.errors import DataError
from rrr.records import NewExample, Project
from rrr.store import examples, importing, projects, schema
from rrr.store.database import Database
from rrr.store.schema import corpus

ONE = [NewExample("text", "a", "train")]


def test_a_project_counts_its_splits_in_the_order_of_use(project: Project) -> None:
    sizes = list(project.split_sizes.items())
    assert sizes == [("train", 3), ("validation", 2), ("test", 1), ("odd", 1)]


def test_two_projects_cannot_have_one_name(database: Database, project: Project) -> None:
    with pytest.raises(DataError, match="already a project"):
        importing.add(database, project.name, ("a", "b"), ONE)
    assert projects.list_all(database) == [project]


def test_a_project_whose_examples_cannot_be_stored_is_not_made(database: Database) -> None:
    broken = [*ONE, NewExample("lone surrogate \ud800", "a", "train")]
    with pytest.raises(UnicodeEncodeError):
        importing.add(database, "broken", ("a", "b"), broken)
    assert projects.list_all(database) == []


def test_there_is_only_one_demo(database: Database) -> None:
    first = importing.add(database, "demo", ("a", "b"), ONE, is_demo=True)
    assert importing.add(database, "other", ("a", "b"), ONE, is_demo=True) == first
    assert projects.demo(database) == first


def test_an_import_that_breaks_off_leaves_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_BATCH_ROWS", 2)

    def rows() -> Iterator[NewExample]:
        yield from (NewExample(f"text {n}", "a", "train") for n in range(5))
        assert projects.list_all(database) == []  # what has come in so far is nobody's yet
        raise DataError("row 6")

    with pytest.raises(DataError, match="row 6"):
        importing.add(database, "broken", ("a",), rows())
    with database.read() as connection:
        for table in (corpus.projects, corpus.examples, corpus.words, corpus.postings):
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
            connection.execute(corpus.projects.insert().values(row))
    made = importing.add(database, "new", ("a",), [NewExample("text", "a", "train")])
    assert projects.list_all(database) == [made]
    with database.read() as connection:
        names = set(connection.scalars(select(corpus.projects.c.name)))
    assert names == {"new", "importing 0"}  # the other may still be at work


def test_an_import_tells_how_far_it_is(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_BATCH_ROWS", 2)
    told: list[int] = []
    rows = [NewExample(f"text {n}", "a", "train") for n in range(5)]
    project = importing.add(database, "told", ("a",), rows, report=told.append)
    assert told == [2, 4, 5]
    stored = list(examples.stream_of(database, project.id))
    assert [(e.text, e.position) for e in stored] == [(f"text {n}", n) for n in range(5)]
