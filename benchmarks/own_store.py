"""Where a benchmark keeps its work: in a file, or on the PostgreSQL server that `RRR_DATABASE_URL`
names, in a database of its own that goes in the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from rrr.services.workspace import Workspace
from rrr.settings import Settings

_URL = "RRR_DATABASE_URL"


def store_name() -> str:
    return "PostgreSQL" if os.environ.get(_URL) else "SQLite"


@contextmanager
def own_store() -> Iterator[str]:
    """An empty database for this process and those it starts; gives its name. With SQLite the
    folder of each workspace has one anyway.

    The user that the address names must be allowed to make databases.
    """
    server = os.environ.get(_URL)
    if not server:
        yield ""
        return
    name = f"rrr_benchmark_{uuid4().hex[:12]}"
    on_server(server, f'CREATE DATABASE "{name}"')
    os.environ[_URL] = urlsplit(server)._replace(path=f"/{name}").geturl()
    try:
        yield name
    finally:
        os.environ[_URL] = server
        on_server(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def on_server(server: str, statement: str) -> None:
    """Have the server do something outside of any transaction."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def server_processes() -> list[int]:
    """The processes of the PostgreSQL server that serve this database; none with SQLite."""
    address = os.environ.get(_URL)
    if not address:
        return []
    import psycopg

    query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    with psycopg.connect(address) as connection:
        return [row[0] for row in connection.execute(query + " AND pid <> pg_backend_pid()")]


def workspace_in(folder: Path, annotator: str = "tester") -> Workspace:
    """The workspace in this folder, with the store that the environment names."""
    names = {"RRR_WORKSPACE": str(folder), "RRR_ANNOTATOR": annotator}
    return Workspace(Settings.from_environment({**os.environ, **names}))
