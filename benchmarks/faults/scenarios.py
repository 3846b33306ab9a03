"""The list of all scenarios, each with the number of tries of the short mode."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.faults import browser, disk, kills
from benchmarks.faults.outcome import Scenario


class Listed(NamedTuple):
    name: str
    tries: int
    run: Scenario


SCENARIOS = (
    Listed("kill -9 while saving", 8, kills.saves),
    Listed("kill -9 while striking words everywhere", 5, kills.sweeps),
    Listed("kill -9 while importing", 5, kills.imports),
    Listed("kill -9 while training", 3, kills.trainings),
    Listed("kill -9 while an old workspace is upgraded", 2, kills.upgrades),
    Listed("two processes, one person (seconds)", 10, kills.two_servers),
    Listed("ten writers (seconds)", 10, kills.ten_writers),
    Listed("lock held by another program", 3, disk.lock_held),
    Listed("disk full while saving", 3, disk.saves_until_full),
    Listed("disk full while training", 1, disk.training_on_full),
    Listed("database deleted, replaced or written over", 2, disk.file_taken_away),
    Listed("server restarted under open tabs", 5, browser.restarts_under_open_tabs),
    Listed("browser killed while the server is down", 3, browser.browser_killed),
    Listed("disk full while marking", 2, browser.disk_full),
    Listed("database deleted under an open tab", 2, browser.database_deleted),
)
