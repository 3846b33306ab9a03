from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from rrr.errors import StorageError
from rrr.records import Project, Steps
from rrr.store import annotation_queries, project_queries
from rrr.store.sqlite_database import SqliteDatabase

NOW = "2026-01-01 00:00:00.000000"


def test_a_commit_is_on_the_disk_and_readers_have_a_log_of_their_own(
    sqlite_database: SqliteDatabase,
) -> None:
    with sqlite_database.read() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_what_was_stored_is_there_when_the_file_is_opened_again(
    sqlite_database: SqliteDatabase, project: Project
) -> None:
    sqlite_database.close()
    again = SqliteDatabase(sqlite_database.path)
    assert project_queries.list_all(again) == [project]
    again.close()


def test_several_threads_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: SqliteDatabase(path), range(4)))
    assert [project_queries.list_all(database) for database in opened] == [[]] * 4
    for database in opened:
        database.close()


def test_a_file_that_another_program_is_making_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    with closing(sqlite3.connect(path, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with ThreadPoolExecutor(1) as pool:
            opened = pool.submit(SqliteDatabase, path)
            with pytest.raises(TimeoutError):
                opened.result(timeout=0.3)
            other.rollback()
            opened.result().close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("dear diary " * 100)
    with pytest.raises(StorageError, match="RRR_WORKSPACE"):
        SqliteDatabase(path)
    assert path.read_text() == "dear diary " * 100


def test_a_database_of_a_newer_version_is_refused(sqlite_database: SqliteDatabase) -> None:
    with sqlite_database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer version"):
        SqliteDatabase(sqlite_database.path)


def test_answers_given_before_there_were_counts_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", "rrr.store:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text(f"INSERT INTO projects VALUES (1, 'p', '[]', '{{}}', 0, '{NOW}')"))
        for example in (1, 2):
            connection.execute(
                text(f"INSERT INTO examples VALUES ({example}, 1, {example}, 'train', 't', NULL)")
            )
            connection.execute(
                text(
                    "INSERT INTO annotations VALUES "
                    f"({example}, 'me', 1, 'train', 'marked', '[0]', '[]', 't', 'h', 1, '{NOW}')"
                )
            )
    engine.dispose()
    database = SqliteDatabase(path)
    assert annotation_queries.count(database, 1, "me", "train") == {"marked": 2}
    kept = annotation_queries.get(database, 1, "me")
    assert kept is not None
    assert (kept.marked, kept.note, kept.steps) == ((0,), "", Steps())
    database.close()


def test_a_file_of_an_older_version_is_copied_before_it_is_brought_up_to_date(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "store.sqlite3"
    SqliteDatabase(path).close()
    assert list(tmp_path.iterdir()) == [path]  # of a new file there is nothing to keep
    for number in range(5):
        make_older(path, f"project {number}")
        SqliteDatabase(path).close()
    copies = sorted(tmp_path.glob("store.before-upgrade-*-from-0016.sqlite3"))
    assert len(copies) == 3  # the last ones
    assert str(copies[-1]) in caplog.text
    with closing(sqlite3.connect(copies[-1])) as copy:
        assert copy.execute("SELECT max(name) FROM projects").fetchone() == ("project 4",)
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0016",)


def make_older(path: Path, name: str) -> None:
    """A file as version 0016 has left it, and a project in it."""
    path.unlink()
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", "rrr.store:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0016")
        connection.execute(
            text(
                "INSERT INTO projects (id, name, labels, split_sizes, is_demo, created_at) "
                f"VALUES (1, '{name}', '[]', '{{}}', 0, '{NOW}')"
            )
        )
    engine.dispose()
