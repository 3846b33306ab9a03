"""The benchmark of faults still runs; its kills and browsers are left to who calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import many_annotators
from benchmarks.faults import clock, disk, kills, migrations, postgres, writer
from benchmarks.faults.outcome import Outcome, Scenario, Unavailable
from benchmarks.faults.scenarios import SCENARIOS
from benchmarks.own_store import own_store
from rrr.records import NewAnswer
from rrr.services.marks import answers
from tests import stores


def test_a_held_lock_loses_nothing(tmp_path: Path) -> None:
    assert disk.lock_held(tmp_path, 1).is_clean


def test_a_database_that_is_taken_away_loses_nothing(tmp_path: Path) -> None:
    assert disk.file_taken_away(tmp_path, 1).is_clean


def test_saves_that_are_killed_lose_nothing(tmp_path: Path) -> None:
    assert kills.saves(tmp_path, 1).is_clean


def test_workspaces_killed_while_they_are_made_are_finished_by_the_next(tmp_path: Path) -> None:
    assert migrations.new_workspaces(tmp_path, 1).is_clean


def test_an_answer_given_after_the_clock_was_set_back_is_the_later_one(tmp_path: Path) -> None:
    assert clock.set_back(tmp_path, 3).is_clean


def test_annotators_in_processes_of_their_own_lose_and_double_nothing(tmp_path: Path) -> None:
    outcome = many_annotators.measured(tmp_path, people=3, seconds=2)
    assert outcome.is_clean
    assert len(outcome.saves) == 6


def test_an_answer_that_is_gone_or_another_is_seen(tmp_path: Path) -> None:
    workspace = writer.make(tmp_path)
    told = [many_annotators.Save("zoe", 1, 1, 0, 5.0, 0.0)]
    assert many_annotators.compared(tmp_path, ["zoe"], told, 0).lost == 1
    seen = answers.sentence(workspace, 1, "zoe")
    answers.save(workspace, seen, NewAnswer(seen.token_hash, 0, "marked", (3,)))
    workspace.close()
    assert many_annotators.compared(tmp_path, ["zoe"], told, 0).wrong == 1
    assert many_annotators.compared(tmp_path, ["zoe"], [], 0).doubled == 1


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the benchmarks work on the PostgreSQL server of the tests."""
    with stores.schema():  # or skip
        monkeypatch.setenv("RRR_DATABASE_URL", stores.SERVER)


@pytest.mark.usefixtures("server")
def test_a_server_that_cuts_connections_loses_nothing(tmp_path: Path) -> None:
    assert postgres.connections_cut(tmp_path, 2).is_clean


@pytest.mark.usefixtures("server")
def test_a_database_that_is_gone_for_a_while_loses_nothing(tmp_path: Path) -> None:
    assert postgres.gone_and_back(tmp_path, 1).is_clean


@pytest.mark.usefixtures("server")
def test_saves_on_a_server_that_are_killed_lose_nothing(tmp_path: Path) -> None:
    with own_store():
        assert kills.saves(tmp_path, 1).is_clean


@pytest.mark.parametrize("harm", [postgres.server_killed, postgres.server_disk_full])
def test_a_server_that_is_killed_or_has_a_full_disk_loses_nothing(
    harm: Scenario, tmp_path: Path
) -> None:
    try:
        found = harm(tmp_path, 1)
    except Unavailable as error:  # no PostgreSQL is installed, or nobody may make a small disk
        pytest.skip(str(error))
    assert found == Outcome(found.scenario, 1)


def test_every_scenario_has_a_name_of_its_own() -> None:
    assert len({each.name for each in SCENARIOS}) == len(SCENARIOS)
