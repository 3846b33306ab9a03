"""The benchmark of faults still runs; its kills and browsers are left to who calls it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.faults import disk, kills
from benchmarks.faults.scenarios import SCENARIOS


def test_a_held_lock_loses_nothing(tmp_path: Path) -> None:
    assert disk.lock_held(tmp_path, 1).is_clean


def test_a_database_that_is_taken_away_loses_nothing(tmp_path: Path) -> None:
    assert disk.file_taken_away(tmp_path, 1).is_clean


def test_saves_that_are_killed_lose_nothing(tmp_path: Path) -> None:
    assert kills.saves(tmp_path, 1).is_clean


def test_every_scenario_has_a_name_of_its_own() -> None:
    assert len({each.name for each in SCENARIOS}) == len(SCENARIOS)
