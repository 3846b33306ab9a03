from __future__ import annotations

import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from rrr.errors import NotFound
from rrr.records import NewAnswer, NewExample, Project
from rrr.store import (
    annotation_queries,
    deleting,
    example_queries,
    importing,
    project_queries,
    rule_queries,
    schema,
)
from rrr.store.database import Database
from rrr.store.schema import corpus_tables, mark_tables, team_tables

pytestmark = pytest.mark.both_stores

SECRET = "a sentence that nobody else is to read"


def test_the_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


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


def test_every_change_of_marks_raises_their_version(database: Database, project: Project) -> None:
    seen = [project_queries.marks_version(database, project.id)]

    def look() -> None:
        seen.append(project_queries.marks_version(database, project.id))

    first = next(iter(example_queries.stream_of(database, project.id)))
    for revision, struck in enumerate(((0,), (1,))):
        answer = NewAnswer("hash", revision, "marked", struck)
        annotation_queries.save(database, first, "me", answer, marked=struck, cleared=())
        look()
    rule, _ = rule_queries.put(database, project.id, ("word", "text", None), [])
    look()
    rule_queries.put(database, project.id, ("word", "text", None), [first.id])
    look()
    rule_queries.delete(database, rule.id)
    look()
    assert seen == sorted(set(seen))  # each above the one before


@pytest.mark.parametrize("change", ["UPDATE audit SET person = 'other'", "DELETE FROM audit"])
def test_the_audit_trail_is_only_ever_added_to(database: Database, change: str) -> None:
    row = {"at": schema.now(), "person": "me", "action": "imported", "detail": {"sentences": 7}}
    with database.write() as connection:
        connection.execute(team_tables.audit.insert().values(row))

    def falsify() -> None:
        with database.write() as connection:
            connection.execute(text(change))

    with pytest.raises(DBAPIError):
        falsify()
    with database.read() as connection:
        assert connection.execute(select(team_tables.audit.c.person)).scalar_one() == "me"


def test_a_reader_sees_one_state_throughout(database: Database, project: Project) -> None:
    rules = select(func.count()).select_from(mark_tables.rules)
    with database.read() as connection:
        before = connection.scalar(rules)
        rule_queries.add(database, project.id, [("word", "text", None)])
        assert connection.scalar(rules) == before == 0
    with database.read() as connection:
        assert connection.scalar(rules) == 1


def test_a_number_that_no_column_holds_is_not_there(database: Database) -> None:
    with pytest.raises(NotFound):
        project_queries.get(database, 2**70)


def test_ids_are_never_used_twice(database: Database, project: Project) -> None:
    rule = rule_queries.add(database, project.id, [("word", "text", None)])[0]
    rule_queries.delete(database, rule.id)
    assert rule_queries.add(database, project.id, [("word", "text", None)])[0].id > rule.id
    last = max(example.id for example in example_queries.stream_of(database, project.id))
    project_queries.delete(database, project.id)
    deleting.delete_hidden(database)
    again = importing.add(database, "again", ("a",), [NewExample("text", "a", "train")])
    assert again.id > project.id
    assert next(iter(example_queries.stream_of(database, again.id))).id > last


def test_a_statement_that_fails_does_not_print_what_was_to_be_stored(
    database: Database, project: Project
) -> None:
    def add_twice() -> None:
        with database.write() as connection:
            row = {"project": project.id, "word": SECRET}
            for _ in range(2):
                connection.execute(text("INSERT INTO words VALUES (:project, :word, 1, 0)"), row)

    with pytest.raises(IntegrityError) as caught:
        add_twice()
    assert SECRET not in "".join(traceback.format_exception(caught.value))
