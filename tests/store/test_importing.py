from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from benchmarks.faults.small_disk import fill
from rrr.errors import DataError, StorageError
from rrr.records import NewExample, Project
from rrr.store import deleting, example_queries, importing, project_queries, schema
from rrr.store.database import Database
from rrr.store.schema import corpus_tables
from rrr.store.sqlite_database import SqliteDatabase

pytestmark = pytest.mark.both_stores

ONE = [NewExample("text", "a", "train")]


def test_a_project_counts_its_splits_in_the_order_of_use(project: Project) -> None:
    sizes = list(project.split_sizes.items())
    assert sizes == [("train", 3), ("validation", 2), ("test", 1), ("odd", 1)]


def test_two_projects_cannot_have_one_name(database: Database, project: Project) -> None:
    with pytest.raises(DataError, match="already a project"):
        importing.add(database, project.name, ("a", "b"), ONE)
    assert project_queries.list_all(database) == [project]


def test_a_project_whose_examples_cannot_be_stored_is_not_made(database: Database) -> None:
    broken = [*ONE, NewExample("lone surrogate \ud800", "a", "train")]
    with pytest.raises(UnicodeEncodeError):
        importing.add(database, "broken", ("a", "b"), broken)
    assert project_queries.list_all(database) == []


def test_there_is_one_demo_for_all_and_one_for_each_owner(database: Database) -> None:
    def demo(name: str, owner: str | None = None) -> Project:
        return importing.add(database, name, ("a", "b"), ONE, is_demo=True, owner=owner)

    first, of_ada = demo("demo"), demo("of Ada", "Ada")
    assert (demo("other"), demo("another", "Ada")) == (first, of_ada)
    assert project_queries.list_all(database) == [of_ada, first]


def test_an_import_that_breaks_off_leaves_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_BATCH_ROWS", 2)

    def rows() -> Iterator[NewExample]:
        yield from (NewExample(f"text {n}", "a", "train") for n in range(5))
        assert project_queries.list_all(database) == []  # what has come in so far is nobody's yet
        raise DataError("row 6")

    with pytest.raises(DataError, match="row 6"):
        importing.add(database, "broken", ("a",), rows())
    with database.read() as connection:
        for table in (
            corpus_tables.projects,
            corpus_tables.examples,
            corpus_tables.words,
            corpus_tables.postings,
        ):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_an_import_that_would_fill_the_disk_shows_no_text_and_leaves_nothing_but_room(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = SqliteDatabase(small_disk / "store.sqlite3")
    monkeypatch.setattr(importing, "_BATCH_ROWS", 1_000)
    stored: list[int] = []
    with pytest.raises(StorageError, match="is full") as caught:
        importing.add(database, "large", ("a",), many(), report=stored.append)
    assert len(stored) > 2  # some was stored, and is deleted again
    assert "secret" not in "".join(traceback.format_exception(caught.value))
    assert num_rows(database) == 0
    importing.add(database, "small", ("a",), ONE)
    database.close()


def test_what_an_import_has_stored_goes_once_a_disk_that_somebody_else_filled_has_room(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = SqliteDatabase(small_disk / "store.sqlite3")
    monkeypatch.setattr(importing, "_BATCH_ROWS", 1_000)
    filling: list[Path] = []

    def fill_after(stored: int) -> None:
        if stored == 2_000:
            filling.append(fill(small_disk))

    with pytest.raises(StorageError, match="is full"):
        importing.add(database, "large", ("a",), many(), report=fill_after)
    assert project_queries.list_all(database) == []
    filling[0].unlink()
    importing.add(database, "small", ("a",), ONE)
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(corpus_tables.examples)) == 1
    database.close()


def many() -> Iterator[NewExample]:
    return (NewExample(f"secret {n} {'word ' * 40}", "a", "train") for n in range(200_000))


def num_rows(database: Database) -> int:
    with database.read() as connection:
        tables = (
            corpus_tables.projects,
            corpus_tables.examples,
            corpus_tables.words,
            corpus_tables.postings,
        )
        return sum(
            connection.scalar(select(func.count()).select_from(each)) or 0 for each in tables
        )


def test_deleting_many_sentences_lets_others_save_in_between(
    database: Database, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [NewExample(f"text {n}", "a", "train") for n in range(30)]
    large = importing.add(database, "large", ("a",), rows)
    monkeypatch.setattr(deleting, "_ROWS", 10)
    left = []

    def count() -> None:
        with database.read() as connection:
            query = select(func.count()).where(corpus_tables.examples.c.project_id == large.id)
            left.append(connection.scalar(query))

    write = database.write

    @contextmanager
    def counted() -> Iterator[Connection]:
        with write() as connection:
            yield connection
        count()

    project_queries.delete(database, large.id)
    monkeypatch.setattr(database, "write", counted)
    deleting.delete_hidden(database)
    assert {30, 20, 10, 0} <= set(left)
    assert project_queries.list_all(database) == [project]


def test_what_an_import_left_that_died_is_deleted_by_a_later_one(database: Database) -> None:
    with database.write() as connection:
        for hours in (0, 2):
            row = {
                "name": f"importing {hours}",
                "labels": [],
                "split_sizes": {},
                "is_demo": False,
                "created_at": schema.now() - timedelta(hours=hours),
                "state": project_queries.IMPORTING,
            }
            connection.execute(corpus_tables.projects.insert().values(row))
    made = importing.add(database, "new", ("a",), [NewExample("text", "a", "train")])
    assert project_queries.list_all(database) == [made]
    with database.read() as connection:
        names = set(connection.scalars(select(corpus_tables.projects.c.name)))
    assert names == {"new", "importing 0"}  # the other may still be at work


def test_an_import_tells_how_far_it_is(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_BATCH_ROWS", 2)
    told: list[int] = []
    rows = [NewExample(f"text {n}", "a", "train") for n in range(5)]
    project = importing.add(database, "told", ("a",), rows, report=told.append)
    assert told == [2, 4, 5]
    stored = list(example_queries.stream_of(database, project.id))
    assert [(e.text, e.position) for e in stored] == [(f"text {n}", n) for n in range(5)]
