"""Runs of all kinds, one after another in one process; `benchmarks/soak.py` makes fifty."""

from __future__ import annotations

from benchmarks.soak import soak
from rrr.records import Project, TrainingConfig
from rrr.services.marks import rules
from rrr.services.workspace import Workspace


def test_of_many_runs_none_is_lost_and_equal_seeds_give_equal_numbers(
    fresh_workspace: Workspace, small_project: Project, small_config: TrainingConfig
) -> None:
    rules.add_rule(fresh_workspace, small_project, "odeon")
    found = soak(fresh_workspace, small_project, small_config, 8, ["average"])
    assert (found.wrong, found.unequal) == ([], [])
    assert set(found.statuses) == {"finished", "failed"}
    assert found.statuses.total() >= 8
    assert not list((fresh_workspace.settings.workspace / "unfinished").iterdir())
