"""The list of all scenarios, each with the number of tries of the short mode."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.faults.disk import lock_held
from benchmarks.faults.outcome import Scenario


class Listed(NamedTuple):
    name: str
    tries: int
    run: Scenario


SCENARIOS = (Listed("lock held by another program", 3, lock_held),)
