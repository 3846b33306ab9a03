"""The list of all scenarios, each with the number of tries of the short mode."""

from __future__ import annotations

from typing import Literal, NamedTuple

from benchmarks.faults import browser, clock, disk, kills, migrations, postgres
from benchmarks.faults.outcome import Scenario

Store = Literal["SQLite", "PostgreSQL"]


class Listed(NamedTuple):
    """A scenario; `only` names the store that alone knows such a fault. `tries` counts kills of our
    own programs if `is_kills`."""

    name: str
    tries: int
    run: Scenario
    only: Store | None = None
    is_kills: bool = False


SCENARIOS = (
    Listed("kill -9 while saving", 8, kills.saves, is_kills=True),
    Listed("kill -9 while striking words everywhere", 5, kills.sweeps, is_kills=True),
    Listed("kill -9 while importing", 5, kills.imports, is_kills=True),
    Listed("kill -9 while training", 3, kills.trainings, is_kills=True),
    Listed("kill -9 while the tables are made", 3, migrations.new_workspaces, is_kills=True),
    Listed("kill -9 while an old workspace is upgraded", 6, migrations.upgrades, "SQLite", True),
    Listed("two processes, one person (seconds)", 10, kills.two_servers),
    Listed("ten writers (seconds)", 10, kills.ten_writers),
    Listed("clock set back between two answers", 20, clock.set_back),
    Listed("connections cut by the server", 10, postgres.connections_cut, "PostgreSQL"),
    Listed("database gone and back", 3, postgres.gone_and_back, "PostgreSQL"),
    Listed("database gone under an open tab", 2, browser.server_shut, "PostgreSQL"),
    Listed("PostgreSQL server killed while saving", 5, postgres.server_killed),
    Listed("PostgreSQL server killed under an open tab", 2, browser.server_killed),
    Listed("PostgreSQL server's disk full while saving", 2, postgres.server_disk_full),
    Listed("lock held by another program", 3, disk.lock_held, "SQLite"),
    Listed("disk full while saving", 3, disk.saves_until_full, "SQLite"),
    Listed("disk full while training", 1, disk.training_on_full),
    Listed("database deleted, replaced or written over", 2, disk.file_taken_away, "SQLite"),
    Listed("two servers, two tabs, one sentence", 3, browser.two_servers),
    Listed("server restarted under open tabs", 5, browser.restarts_under_open_tabs),
    Listed("browser killed while the server is down", 3, browser.browser_killed),
    Listed("disk full while marking", 2, browser.disk_full, "SQLite"),
    Listed("database deleted under an open tab", 2, browser.database_deleted, "SQLite"),
)
