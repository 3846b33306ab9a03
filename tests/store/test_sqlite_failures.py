"""Each way in which the file or the disk refuses has its own message, and nothing is lost by it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks.faults.small_disk import fill
from rrr.errors import Locked, StorageError
from rrr.records import Project
from rrr.store import project_queries, rule_queries
from rrr.store import sqlite_database as database_module
from rrr.store.database import Database
from rrr.store.sqlite_database import SqliteDatabase

SECRET = "a sentence that nobody else is to read"


def add_words(database: Database, project_id: int, count: int = 2_000) -> None:
    rule_queries.add(database, project_id, [("word", f"{SECRET} {n}", None) for n in range(count)])


def add_project(database: Database) -> int:
    with database.write() as connection:
        connection.execute(
            text("INSERT INTO projects VALUES (1, 'p', '[]', '{}', 0, '2026-01-01', 'ready', 0)")
        )
    return 1


def test_a_locked_database_is_to_be_waited_for_not_moved_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.1)
    database = SqliteDatabase(tmp_path / "store.sqlite3")
    with closing(sqlite3.connect(database.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Locked, match="Wait until it has finished") as caught:
            add_project(database)
        assert "Move" not in str(caught.value)
        assert (
            project_queries.list_all(SqliteDatabase(database.path)) == []
        )  # reading and opening need no lock
    add_project(database)
    database.close()


def test_a_full_disk_is_told_as_such_and_saving_goes_on_when_there_is_room(
    small_disk: Path,
) -> None:
    database = SqliteDatabase(small_disk / "store.sqlite3")
    project_id = add_project(database)
    filling = fill(small_disk)
    with pytest.raises(StorageError, match="is full") as caught:
        add_words(database, project_id)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert rule_queries.count(database, project_id) == 0
    filling.unlink()
    add_words(database, project_id, 10)
    assert rule_queries.count(database, project_id) == 10
    database.close()


def test_a_database_is_opened_and_read_on_a_full_disk_and_written_when_there_is_room(
    small_disk: Path,
) -> None:
    database = SqliteDatabase(small_disk / "store.sqlite3")
    project_id = add_project(database)
    database.close()
    filling = fill(small_disk)
    again = SqliteDatabase(small_disk / "store.sqlite3")
    assert [project.name for project in project_queries.list_all(again)] == ["p"]
    with pytest.raises(StorageError, match="is full"):
        add_words(again, project_id)
    filling.unlink()
    add_words(again, project_id, 10)
    again.close()


def test_a_read_only_disk_can_be_read_and_says_why_nothing_is_saved(small_disk: Path) -> None:
    database = SqliteDatabase(small_disk / "store.sqlite3")
    project_id = add_project(database)
    database.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    again = SqliteDatabase(small_disk / "store.sqlite3")
    assert [project.name for project in project_queries.list_all(again)] == ["p"]
    with pytest.raises(StorageError, match="read-only") as caught:
        add_words(again, project_id)
    assert "Move" not in str(caught.value)
    again.close()


def test_a_damaged_database_is_told_to_be_restored(database: Database, project: Project) -> None:
    database.close()
    with database.path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(database.path.stat().st_size - 4096))
    with pytest.raises(StorageError, match="is damaged"):
        project_queries.list_all(SqliteDatabase(database.path))


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE diary (day)")
    with pytest.raises(StorageError, match="another program"):
        SqliteDatabase(path)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("diary",)]


def delete(path: Path) -> None:
    path.unlink()


def delete_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def delete_log(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


def put_another_in_its_place(path: Path) -> None:
    other = path.with_name("other.sqlite3")
    SqliteDatabase(other).close()
    other.replace(path)


@pytest.mark.parametrize("harm", [delete, delete_folder, delete_log, put_another_in_its_place])
def test_nothing_is_acknowledged_once_the_file_was_taken_away(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    path = tmp_path / "workspace" / "store.sqlite3"
    database = SqliteDatabase(path)
    project_id = add_project(database)
    add_words(database, project_id, 10)
    harm(path)
    for _ in range(2):
        with pytest.raises(StorageError, match="deleted, moved or replaced while it was in use"):
            rule_queries.add(database, project_id, [("word", "late", None)])
    database.close()


@pytest.mark.parametrize("harm", [delete, delete_folder, delete_log, put_another_in_its_place])
def test_what_was_saved_before_the_file_was_taken_away_is_rescued(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    path = tmp_path / "workspace" / "store.sqlite3"
    database = SqliteDatabase(path)
    project_id = add_project(database)
    add_words(database, project_id, 10)
    harm(path)
    with pytest.raises(StorageError, match=r"store\.rescued-.*\.sqlite3"):
        rule_queries.add(database, project_id, [("word", "late", None)])
    database.close()
    (copy,) = path.parent.glob("store.rescued-*.sqlite3")
    rescued = SqliteDatabase(copy)
    assert rule_queries.count(rescued, project_id) == 10
    rescued.close()


def half_of_it(path: Path) -> bytes:
    return path.read_bytes()[:100]


def no_database(path: Path) -> bytes:
    return bytes(path.stat().st_size)


def another_program_s(path: Path) -> bytes:
    other = path.with_name("other.sqlite3")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE diary (day)")
        connection.execute("INSERT INTO diary VALUES (zeroblob(3000000))")
        connection.commit()
    return other.read_bytes()


def another_workspace_s(path: Path) -> bytes:
    other = SqliteDatabase(path.with_name("other.sqlite3"))
    add_words(other, add_project(other), 200)
    other.close()
    return other.path.read_bytes()


@pytest.mark.parametrize("make", [half_of_it, no_database, another_program_s, another_workspace_s])
def test_nothing_is_acknowledged_once_another_file_was_written_over_it(
    tmp_path: Path, make: Callable[[Path], bytes]
) -> None:
    database = SqliteDatabase(tmp_path / "store.sqlite3")
    project_id = add_project(database)
    add_words(database, project_id, 10)
    size = database.path.stat().st_size
    content = make(database.path)
    assert make is half_of_it or len(content) >= size
    database.path.write_bytes(content)
    for _ in range(2):
        with pytest.raises(StorageError, match="written over with another file while it was in"):
            rule_queries.add(database, project_id, [("word", "late", None)])
    database.close()


def test_an_older_copy_written_over_it_is_noticed_after_any_number_of_saves(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "store.sqlite3")
    project_id = add_project(database)
    add_words(database, project_id, 10)
    database.bring_log_in()
    copy = database.path.read_bytes()
    project_queries.rename(database, project_id, "of the same size")
    database.bring_log_in()
    assert len(copy) == database.path.stat().st_size
    database.path.write_bytes(copy)
    with pytest.raises(StorageError, match="bring a backup back"):
        rule_queries.add(database, project_id, [("word", "late", None)])
    database.close()


def test_a_copy_that_somebody_has_worked_on_elsewhere_is_noticed(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "store.sqlite3")
    project_id = add_project(database)
    database.bring_log_in()
    elsewhere = SqliteDatabase(shutil.copy(database.path, tmp_path / "elsewhere.sqlite3"))
    for number in range(5):
        add_words(elsewhere, project_id, number)
    elsewhere.close()
    add_words(database, project_id, 1)
    database.path.write_bytes(elsewhere.path.read_bytes())
    with pytest.raises(StorageError, match="written over"):
        rule_queries.add(database, project_id, [("word", "late", None)])
    database.close()


def test_what_another_process_saves_is_not_taken_for_another_file(tmp_path: Path) -> None:
    ours = SqliteDatabase(tmp_path / "store.sqlite3")
    project_id = add_project(ours)
    theirs = SqliteDatabase(ours.path)
    for number in range(40):
        with (ours, theirs)[number % 2].write() as connection:  # the log comes in now and then
            values = {"project": project_id, "word": f"{number}" * 200_000}
            connection.execute(text("INSERT INTO words VALUES (:project, :word, 1, 0)"), values)
    assert ours.path.stat().st_size > 4_000_000
    for database in (ours, theirs):
        database.close()


def test_a_log_that_another_program_has_brought_in_and_emptied_is_not_taken_for_lost(
    tmp_path: Path,
) -> None:
    database = SqliteDatabase(tmp_path / "store.sqlite3")
    project_id = add_project(database)
    add_words(database, project_id, 10)
    with closing(sqlite3.connect(database.path)) as other:
        assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    log = database.path.with_name(f"{database.path.name}-wal")
    assert log.stat().st_size == 0
    rule_queries.add(database, project_id, [("word", "late", None)])
    assert rule_queries.count(database, project_id) == 11
    database.close()


def test_a_log_that_was_emptied_before_it_was_brought_in_is_noticed(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "store.sqlite3")
    project_id = add_project(database)
    database.bring_log_in()
    add_words(database, project_id, 10)
    database.path.with_name(f"{database.path.name}-wal").write_bytes(b"")
    with pytest.raises(StorageError):
        rule_queries.add(database, project_id, [("word", "late", None)])
    database.close()


def test_a_database_that_was_deleted_is_not_made_anew_empty(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "store.sqlite3")
    database.close()
    database.path.unlink()
    with pytest.raises(StorageError, match="cannot be opened"):
        project_queries.list_all(database)
    assert not database.path.exists()


def test_after_a_clean_end_everything_is_in_the_one_file(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "store.sqlite3")
    add_words(database, add_project(database), 10)
    database.close()
    assert [each.name for each in tmp_path.iterdir()] == ["store.sqlite3"]
