"""What PostgreSQL alone can do to us: a server that is gone, refuses, or is set up otherwise."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

from rrr.errors import ConfigError, DataError, Locked, NewerVersion, RightReasonsError, StorageError
from rrr.records import Project
from rrr.store import postgres_database, postgres_failures, project_queries, rule_queries
from rrr.store.postgres_database import PostgresDatabase
from rrr.store.schema import Text
from rrr.store.schema.all_tables import metadata
from tests import stores

SECRET = "a sentence that nobody else is to read"


@pytest.fixture
def url(schema_url: str) -> str:
    stores.empty(schema_url)
    return schema_url


@pytest.fixture
def database(url: str) -> Iterator[PostgresDatabase]:
    database = PostgresDatabase(url)
    yield database
    database.close()


class Doorman:
    """Stands between a client and the server, and can shut the door."""

    def __init__(self, url: str) -> None:
        address = sa.make_url(url)
        self._server = (address.host or "127.0.0.1", address.port or 5432)
        self._open: list[socket.socket] = []
        self._door: socket.socket | None = None
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self._port = free.getsockname()[1]
        self.url = address.set(host="127.0.0.1", port=self._port).render_as_string(False)

    def let_in(self) -> None:
        self._door = socket.create_server(("127.0.0.1", self._port))
        threading.Thread(target=self._answer, args=(self._door,), daemon=True).start()

    def shut(self) -> None:
        for each in [*filter(None, [self._door]), *self._open]:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def _answer(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                guest, _ = door.accept()
                server = socket.create_connection(self._server)
                self._open += [guest, server]
                for source, target in ((guest, server), (server, guest)):
                    threading.Thread(target=_pass_on, args=(source, target), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while received := source.recv(65_536):
            target.sendall(received)


def add_word(database: PostgresDatabase, project: Project, word: str) -> None:
    rule_queries.add(database, project.id, [("word", word, None)])


def test_what_a_write_has_left_is_on_the_disk_whatever_the_server_s_default(
    url: str, project: Project
) -> None:
    database = PostgresDatabase(f"{url}%20-csynchronous_commit%3Doff")
    reached = sa.text("SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), CAST(:end AS pg_lsn))")
    for _ in range(10):
        with database.write() as connection:
            assert connection.scalar(sa.text("SHOW transaction_isolation")) == "read committed"
            connection.execute(sa.text("UPDATE projects SET name = name || 'x'"))
            end = connection.scalar(sa.text("SELECT pg_current_wal_insert_lsn()"))
        with database.read() as connection:
            assert connection.execute(reached, {"end": end}).scalar_one() >= 0
    with database.read() as connection:
        assert connection.scalar(sa.text("SHOW transaction_isolation")) == "repeatable read"
        assert connection.scalar(sa.text("SHOW transaction_read_only")) == "on"
    database.close()


def test_work_goes_on_by_itself_when_the_server_is_back(url: str, project: Project) -> None:
    doorman = Doorman(url)
    doorman.let_in()
    database = PostgresDatabase(doorman.url)
    add_word(database, project, "before")
    doorman.shut()
    for _ in range(2):
        with pytest.raises(StorageError, match=r"cannot be reached|was lost"):
            add_word(database, project, "meanwhile")
    doorman.let_in()
    add_word(database, project, "after")
    patterns = [rule.pattern for rule in rule_queries.list_of(database, project.id)]
    assert patterns == ["before", "after"]
    database.close()
    doorman.shut()


def test_a_connection_lost_in_the_middle_of_a_step_is_told_and_the_step_undone(
    database: PostgresDatabase, project: Project, url: str
) -> None:
    def lose_it() -> None:
        with database.write() as connection:
            number = connection.scalar(sa.text("SELECT pg_backend_pid()"))
            connection.execute(sa.text("DELETE FROM projects"))
            with psycopg.connect(url) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [number])
            connection.execute(sa.text("SELECT 1"))

    with pytest.raises(StorageError, match="was lost"):
        lose_it()
    assert project_queries.list_all(database) == [project]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"database": "no_such_database"}, "Create the database"),
        ({"username": "nobody_of_this_name"}, "cannot be reached"),
        ({"port": 1}, "Start the server"),
    ],
)
def test_a_server_that_cannot_be_reached_is_told_with_the_remedy_and_without_the_password(
    url: str, change: dict[str, str], told: str
) -> None:
    wrong = sa.make_url(url).set(password="s3cret", **change).render_as_string(False)
    with pytest.raises(StorageError, match=told) as caught:
        PostgresDatabase(wrong)
    assert "s3cret" not in str(caught.value)


def test_an_address_that_is_none_is_refused_without_being_shown() -> None:
    with pytest.raises(ConfigError, match="is not an address") as caught:
        PostgresDatabase("postgresql://me:s3cret@host:port/x")
    assert "s3cret" not in str(caught.value)


def test_who_waits_too_long_for_another_writer_is_told_so(
    database: PostgresDatabase, project: Project, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = PostgresDatabase(f"{url}%20-clock_timeout%3D100")
    with database.write(), pytest.raises(Locked, match="Wait a moment"):
        add_word(impatient, project, "late")
    impatient.close()
    monkeypatch.setattr(postgres_database, "_MOST_WRITERS", 1)
    monkeypatch.setattr(postgres_database, "BUSY_SECONDS", 0.1)
    crowded = PostgresDatabase(url)
    with crowded.write(), ThreadPoolExecutor(1) as pool, pytest.raises(Locked):
        pool.submit(add_word, crowded, project, "late").result()
    crowded.close()
    add_word(database, project, "in time")


@pytest.mark.parametrize(
    ("state", "kind", "told"),
    [
        ("53100", StorageError, "disk .* is full"),
        ("25006", StorageError, "standby"),
        ("42501", StorageError, "grant"),
        ("57014", StorageError, "statement_timeout"),
        ("XX001", StorageError, "damaged"),
        ("53200", StorageError, "run out of"),
        ("54000", DataError, "too long"),
    ],
)
def test_each_refusal_of_the_server_has_its_own_words_and_none_of_the_server_s(
    database: PostgresDatabase, state: str, kind: type[RightReasonsError], told: str
) -> None:
    def be_refused() -> None:
        with database.write() as connection:
            raised = f"RAISE EXCEPTION '{SECRET}' USING ERRCODE = '{state}'"
            connection.execute(sa.text(f"DO $$ BEGIN {raised}; END $$"))

    with pytest.raises(kind, match=told) as caught:
        be_refused()
    assert SECRET not in str(caught.value)
    assert project_queries.list_all(database) == []


def test_where_the_server_fails_to_write_its_log_it_is_left_open_whether_the_step_is_saved(
    database: PostgresDatabase, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = sa.text("DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$")
    monkeypatch.setattr(postgres_database, "_TO_THE_DISK", full)
    with pytest.raises(StorageError, match=r"is full.* It is not known whether"):
        add_word(database, project, "late")
    assert len(rule_queries.list_of(database, project.id)) == 1


@pytest.mark.parametrize(
    "said", ["the database system is starting up", "the database system is in recovery mode"]
)
def test_a_server_that_has_just_been_started_is_to_be_waited_for(said: str) -> None:
    refusal = psycopg.OperationalError(f"connection failed: FATAL:  {said}")
    told = postgres_failures.storage_error("it", DBAPIError("", {}, refusal))
    assert "cannot be reached" in str(told)
    assert "Wait a moment" in str(told)


def test_a_database_of_a_newer_version_is_refused() -> None:
    with stores.schema() as url:
        PostgresDatabase(url).close()
        with psycopg.connect(url) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(NewerVersion, match="RRR_DATABASE_URL"):
            PostgresDatabase(url)


def test_the_database_of_another_program_is_left_alone() -> None:
    with stores.schema() as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE diary (day text)")
        with pytest.raises(StorageError, match="another program"):
            PostgresDatabase(url)


def test_a_schema_that_is_not_there_is_told(url: str) -> None:
    with pytest.raises(StorageError, match="CREATE SCHEMA"):
        PostgresDatabase(f"{url}_of_nobody")


def test_tables_that_somebody_has_dropped_are_told() -> None:
    with stores.schema() as url:
        database = PostgresDatabase(url)
        with psycopg.connect(url) as connection:
            connection.execute("DROP TABLE rules CASCADE")
        with pytest.raises(StorageError, match="rrr restore"):
            rule_queries.list_of(database, 1)
        database.close()


def test_several_programs_may_open_a_new_database_at_once() -> None:
    with stores.schema() as url:
        with ThreadPoolExecutor(3) as pool:
            opened = list(pool.map(lambda _: PostgresDatabase(url), range(3)))
        assert [project_queries.list_all(database) for database in opened] == [[]] * 3
        for database in opened:
            database.close()


def test_without_its_package_the_remedy_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigError, match=r"pip install 'right-reasons\[postgresql\]'"):
        PostgresDatabase(url)


def test_the_migrations_bring_postgresql_s_first_tables_up_to_date() -> None:
    with stores.schema() as url:
        with psycopg.connect(url) as connection:
            name = connection.execute("SELECT current_schema()").fetchone()
            assert name is not None
            first = Path(__file__).with_name("postgresql_0017.sql").read_text()
            connection.execute(first.replace("public.", f"{name[0]}.").encode())
            connection.execute("INSERT INTO alembic_version VALUES ('0017')")
            connection.execute(
                "INSERT INTO projects (name, labels, split_sizes, is_demo, created_at) "
                "VALUES ('old', '[]', '{}', false, now())"
            )
        database = PostgresDatabase(url)
        assert [project.name for project in project_queries.list_all(database)] == ["old"]
        with database.read() as opened:
            context = MigrationContext.configure(opened, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
            by_bytes = sa.text(
                "SELECT table_name, column_name FROM information_schema.columns "
                "WHERE table_schema = current_schema() AND collation_name = 'C'"
            )
            ordered = {tuple(row) for row in opened.execute(by_bytes)}
        texts = {(c.table.name, c.name) for t in metadata.tables.values() for c in t.c}
        texts = {each for each in texts if metadata.tables[each[0]].c[each[1]].type is Text}
        assert texts == ordered - {("alembic_version", "version_num")}
        database.close()
