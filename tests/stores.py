"""The two kinds of store that tests run on: a SQLite file, and a schema on a PostgreSQL server.

The tests of a module that says `pytestmark = pytest.mark.both_stores` run on both. The server is
at `RRR_TEST_DATABASE_URL` (default: this machine's, user postgres, database test); each process
that runs tests makes a schema of its own there, and drops it at the end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from rrr.errors import Locked
from tests.missing import skip_or_fail

if TYPE_CHECKING:
    import psycopg


KINDS = ("sqlite", "postgresql")
SERVER = os.environ.get("RRR_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/test")


@pytest.fixture(scope="session")
def schema_url() -> Iterator[str]:
    """Address of a schema with all tables, which `empty` makes ready for each test."""
    with schema() as url:
        from rrr.store.postgres_database import PostgresDatabase

        PostgresDatabase(url).close()
        yield url


@contextmanager
def schema() -> Iterator[str]:
    """Address of a new schema without tables; skips the test where there is no server."""
    name = f"rrr_test_{uuid4().hex[:12]}"
    with _server() as server:
        server.execute(f"CREATE SCHEMA {name}")
    try:
        yield f"{SERVER}?options=-csearch_path%3D{name}"
    finally:
        with _server() as server:
            server.execute(f"DROP SCHEMA {name} CASCADE")


def empty(url: str) -> None:
    """Take all rows out of a schema, and begin the ids at 1 again."""
    import psycopg

    from rrr.store.schema.all_tables import metadata

    with psycopg.connect(url) as connection:
        # Without triggers and references: in any order, the audit trail, too.
        connection.execute(
            "SET LOCAL session_replication_role = replica; SET LOCAL synchronous_commit = off"
        )
        connection.execute("; ".join(f"DELETE FROM {name}" for name in metadata.tables))
        connection.execute(
            "SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences "
            "WHERE schemaname = current_schema()"
        )


def is_left(url: str) -> bool:
    """Whether nobody has the schema open any more."""
    from rrr.store.postgres_database import PostgresDatabase

    with closing(PostgresDatabase(url)) as database, suppress(Locked):
        database.refuse_in_use()
        return True
    return False


@contextmanager
def _server() -> Iterator[psycopg.Connection[Any]]:
    psycopg = (
        pytest.importorskip("psycopg") if not os.environ.get("CI") else import_module("psycopg")
    )
    try:
        connection = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        skip_or_fail(f"No PostgreSQL server to test on: {error}.")
    with connection:
        yield connection
