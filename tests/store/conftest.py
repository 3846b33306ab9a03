"""A database of its own for every test, and a small project in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rrr.records import NewExample, Project
from rrr.settings import Settings
from rrr.store import importing
from rrr.store.database import Database
from rrr.store.postgres_database import PostgresDatabase
from rrr.store.sqlite_database import SqliteDatabase

SPLITS = ("validation", "train", "odd", "train", "test", "train", "validation")


@pytest.fixture
def sqlite_database(tmp_path: Path, empty_workspace: Path) -> Iterator[SqliteDatabase]:
    folder = shutil.copytree(empty_workspace, tmp_path / "folder")
    database = SqliteDatabase(Settings(workspace=folder, annotator="tester").database)
    yield database
    database.close()


@pytest.fixture
def database(store_url: str | None, request: pytest.FixtureRequest) -> Iterator[Database]:
    """Of either kind where the module is marked `both_stores`."""
    if store_url is None:
        yield request.getfixturevalue("sqlite_database")
        return
    database = PostgresDatabase(store_url)
    yield database
    database.close()


@pytest.fixture
def project(database: Database) -> Project:
    """Seven examples, "text 0" … "text 6"; the splits are mixed in the file."""
    rows = [NewExample(f"text {n}", "ab"[n % 2], split) for n, split in enumerate(SPLITS)]
    return importing.add(database, "small", ("a", "b"), rows)
