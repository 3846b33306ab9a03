"""Others see which processes live, and soon that one has died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from rrr.settings import ROOT, Settings
from rrr.store.database import Database
from rrr.store.lock_files import LockFiles
from rrr.store.opening import open_database
from tests.waiting import soon

pytestmark = pytest.mark.both_stores


def alive(database: Database, *names: str) -> set[str]:
    """Those of these names whose processes are seen to live. This process has others, too: the
    tests before have queued runs in it."""
    return database.presence.alive() & set(names)


@pytest.fixture
def settings(tmp_path: Path, store_url: str | None) -> Settings:
    return Settings(tmp_path / "folder", "tester", database_url=store_url)


@contextmanager
def other_process(settings: Settings, name: str) -> Iterator[subprocess.Popen[bytes]]:
    code = f"""
import time
from pathlib import Path
from uuid import uuid4
from rrr.settings import Settings
from rrr.store.opening import open_database

settings = Settings(Path({str(settings.workspace)!r}), "x", database_url={settings.database_url!r})
open_database(settings).presence.announce({name!r})
time.sleep(600)
"""
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_process_is_seen_from_its_announcement_until_it_withdraws(database: Database) -> None:
    both = "one", "worker-2"
    assert alive(database, *both) == set()
    database.presence.announce("one")
    database.presence.announce("one")
    database.presence.announce("worker-2")
    assert alive(database, *both) == {"one", "worker-2"}
    database.presence.withdraw("one")
    assert alive(database, *both) == {"worker-2"}
    database.presence.withdraw("worker-2")
    assert alive(database, *both) == set()


def test_a_process_that_is_killed_is_soon_seen_to_be_dead(
    database: Database, settings: Settings
) -> None:
    with other_process(settings, "other") as other:
        assert soon(lambda: alive(database, "other") == {"other"})
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        assert soon(lambda: alive(database, "other") == set())
    database.presence.withdraw("other")


def test_whoever_opens_the_database_anew_sees_who_lives(
    database: Database, settings: Settings
) -> None:
    database.presence.announce("one")
    again = open_database(settings)
    assert alive(again, "one") == {"one"}
    again.close()
    database.presence.withdraw("one")


def test_who_lost_the_connection_is_not_taken_for_dead_and_connects_again(
    database: Database, settings: Settings, store_url: str | None
) -> None:
    if store_url is None:
        return  # a lock on a file cannot be taken away
    name = uuid4().hex[:20]  # other tests have other schemas of the same server
    database.presence.announce(name)
    other = open_database(settings)
    assert alive(other, name) == {name}
    end_it = sa.text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE application_name LIKE :pattern"
    )
    with database.read() as connection:
        assert connection.scalar(end_it, {"pattern": f"right-reasons:%{name}"}) == 1
    assert soon(lambda: listed(database, name) == 0)
    assert alive(other, name) == {name}  # it may yet come back
    assert alive(database, name) == {name}
    assert listed(database, name) == 1
    database.presence.withdraw(name)
    assert soon(lambda: alive(other, name) == set())
    other.close()


def listed(database: Database, name: str) -> int:
    query = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE :pattern"
    with database.read() as connection:
        found = connection.scalar(sa.text(query), {"pattern": f"right-reasons:%{name}"})
    return int(found or 0)


def test_a_name_out_of_a_foreign_database_is_no_path(tmp_path: Path) -> None:
    other = tmp_path / "other.lock"
    other.touch()
    files = LockFiles(tmp_path / "workers")
    files.withdraw("../other")
    assert other.exists()
