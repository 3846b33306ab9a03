"""The list of all scenarios, each with the number of tries of the short mode."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.faults import browser
from benchmarks.faults.disk import lock_held
from benchmarks.faults.outcome import Scenario


class Listed(NamedTuple):
    name: str
    tries: int
    run: Scenario


SCENARIOS = (
    Listed("lock held by another program", 3, lock_held),
    Listed("server restarted under open tabs", 5, browser.restarts_under_open_tabs),
    Listed("browser killed while the server is down", 3, browser.browser_killed),
    Listed("disk full while marking", 2, browser.disk_full),
    Listed("database deleted under an open tab", 2, browser.database_deleted),
)
