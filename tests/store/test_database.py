from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, func, select, text

from rrr.errors import StorageError
from rrr.records import Project, Steps
from rrr.store import annotation_queries, project_queries, rule_queries, schema
from rrr.store.database import Database
from rrr.store.schema import corpus_tables, mark_tables
from rrr.store.sqlite_database import SqliteDatabase

NOW = "2026-01-01 00:00:00.000000"


def test_the_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


def test_a_commit_is_on_the_disk_and_readers_have_a_log_of_their_own(database: Database) -> None:
    with database.read() as connection:
        assert connection.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_what_was_stored_is_there_when_the_file_is_opened_again(
    database: Database, project: Project
) -> None:
    database.close()
    again = SqliteDatabase(database.path)
    assert project_queries.list_all(again) == [project]
    again.close()


def test_a_write_that_fails_leaves_everything_as_it_was(
    database: Database, project: Project
) -> None:
    def fail_halfway() -> None:
        with database.write() as connection:
            connection.execute(corpus_tables.projects.delete())
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        fail_halfway()
    assert project_queries.list_all(database) == [project]


def test_a_reader_does_not_wait_for_a_writer_and_sees_the_state_before(
    database: Database, project: Project
) -> None:
    with database.write() as connection:
        connection.execute(corpus_tables.projects.delete())
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(project_queries.list_all, database).result(timeout=5) == [project]


def test_many_waiting_writers_do_not_keep_a_reader_from_reading(
    database: Database, project: Project
) -> None:
    def add(number: int) -> None:
        rule_queries.add(database, project.id, [("word", f"word{number}", None)])

    with ThreadPoolExecutor(30) as pool:
        with database.write():
            writers = [pool.submit(add, number) for number in range(25)]
            while sum(each.running() for each in writers) < 25:
                time.sleep(0.01)
            time.sleep(0.5)  # all have connected, and wait for the lock
            assert pool.submit(project_queries.list_all, database).result(timeout=10) == [project]
        for each in writers:
            each.result(timeout=60)
    assert rule_queries.count(database, project.id) == 25


def test_what_a_writer_has_read_stays_true_until_it_commits(
    database: Database, project: Project
) -> None:
    begun = threading.Barrier(4, timeout=10)

    def add_one_more(_: int) -> None:
        begun.wait()
        for _ in range(5):
            with database.write() as connection:
                number = connection.scalar(select(func.count()).select_from(mark_tables.rules))
                row = {
                    "project_id": project.id,
                    "kind": "word",
                    "pattern": f"w{number}",
                    "created_at": schema.now(),
                }
                connection.execute(mark_tables.rules.insert().values(row))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_one_more, range(4)))
    assert rule_queries.count(database, project.id) == 20  # no number was read twice


def test_several_threads_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: SqliteDatabase(path), range(4)))
    assert [project_queries.list_all(database) for database in opened] == [[]] * 4
    for database in opened:
        database.close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("dear diary " * 100)
    with pytest.raises(StorageError, match="RRR_WORKSPACE"):
        SqliteDatabase(path)
    assert path.read_text() == "dear diary " * 100


def test_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer version"):
        SqliteDatabase(database.path)


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
