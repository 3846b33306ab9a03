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
from rrr.store.sqlite_database import SqliteDatabase

SPLITS = ("validation", "train", "odd", "train", "test", "train", "validation")


@pytest.fixture
def database(tmp_path: Path, empty_workspace: Path) -> Iterator[Database]:
    folder = shutil.copytree(empty_workspace, tmp_path / "folder")
    database = SqliteDatabase(Settings(workspace=folder, annotator="tester").database)
    yield database
    database.close()


@pytest.fixture
def project(database: Database) -> Project:
    """Seven examples, "text 0" … "text 6"; the splits are mixed in the file."""
    rows = [NewExample(f"text {n}", "ab"[n % 2], split) for n, split in enumerate(SPLITS)]
    return importing.add(database, "small", ("a", "b"), rows)
