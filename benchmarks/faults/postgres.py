"""A PostgreSQL server that throws clients out, takes nobody in, is killed, or has a full disk."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faults.outcome import Outcome, Unavailable
from benchmarks.faults.own_server import own_server
from benchmarks.faults.program import dice
from benchmarks.faults.saving import team_saving
from benchmarks.faults.small_disk import fill
from benchmarks.own_store import on_server, own_store

AWAY = "cannot be reached|The connection to .* was lost"
"""What people may read while a server is away."""

_SMALL_MEGABYTES = 80
"""Room for an empty server, some thousand saves and two segments of its log."""


def connections_cut(folder: Path, tries: int) -> Outcome:
    """All connections are ended, at moments that fall between and into the saves."""
    return _saving_while(folder, tries, _cut)


def gone_and_back(folder: Path, tries: int) -> Outcome:
    """The database takes nobody in for a while, and then again."""

    def shut_for_a_while(server: str, name: str) -> None:
        with shut(server, name):
            time.sleep(1)

    return _saving_while(folder, tries, shut_for_a_while)


def server_killed(folder: Path, tries: int) -> Outcome:
    """The server and all its processes are killed; a while later somebody starts it again."""
    with own_server() as server, team_saving(folder, AWAY) as team:
        for _ in range(tries):
            time.sleep(dice.uniform(0, 1))
            with server.away():
                team.wait_until_refused()
            team.wait_until_saving()
        return team.outcome(tries)


def server_disk_full(folder: Path, tries: int) -> Outcome:
    """The server's disk fills up. A server that finds no room for its log ends; once there is room,
    somebody starts it again."""
    with (
        own_server(_SMALL_MEGABYTES) as server,
        team_saving(folder, f"The disk of .* is full|{AWAY}") as team,
    ):
        for _ in range(tries):
            filling = fill(server.folder)
            team.wait_until_refused()
            server.use_up_log()
            team.wait_until_refused()
            filling.unlink()
            server.start()
            team.wait_until_saving()
        return team.outcome(tries)


@contextmanager
def shut(server: str, name: str) -> Iterator[None]:
    """Meanwhile the database takes nobody in, and has thrown everybody out."""
    on_server(server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    _cut(server, name)
    try:
        yield
    finally:
        on_server(server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def _cut(server: str, name: str) -> None:
    on_server(
        server,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{name}' AND pid <> pg_backend_pid()",
    )


def _saving_while(folder: Path, tries: int, harm: Callable[[str, str], None]) -> Outcome:
    """Do the harm so many times to a database of its own, in which people save."""
    server = os.environ.get("RRR_DATABASE_URL")
    if not server:
        raise Unavailable("needs PostgreSQL: set RRR_DATABASE_URL")
    with own_store() as name, team_saving(folder, AWAY) as team:
        for _ in range(tries):
            time.sleep(dice.uniform(0, 1))
            harm(server, name)
            team.wait_until_saving()
        return team.outcome(tries)
