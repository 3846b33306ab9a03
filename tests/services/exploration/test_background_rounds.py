"""Another explanation is looked for in the background, and can be cancelled."""

from __future__ import annotations

import time
from dataclasses import replace

from rrr.records import Project, TrainingConfig
from rrr.services import background
from rrr.services.exploration import background_rounds
from rrr.services.exploration.background_rounds import ROUNDS, Exploration
from rrr.services.workspace import Workspace


def state(workspace: Workspace, project: Project) -> Exploration:
    found = background_rounds.state(workspace, project)
    assert found is not None
    return found


def test_it_is_begun_once_and_tells_what_each_model_leans_on(
    fresh_workspace: Workspace, small_project: Project, small_config: TrainingConfig
) -> None:
    assert background_rounds.state(fresh_workspace, small_project) is None
    for _ in range(2):
        background_rounds.begin(fresh_workspace, small_project, small_config)
    assert not state(fresh_workspace, small_project).is_over
    assert background.wait(60)
    found = state(fresh_workspace, small_project)
    assert found.is_over
    assert [each.number for each in found.rounds] == list(range(1, ROUNDS + 1))
    assert found.rounds[0].words
    assert (found.share, found.error) == (1.0, "")


def test_it_is_cancelled_within_a_second(
    fresh_workspace: Workspace, small_project: Project, small_config: TrainingConfig
) -> None:
    background_rounds.begin(fresh_workspace, small_project, replace(small_config, epochs=1_000_000))
    while not state(fresh_workspace, small_project).epoch:
        time.sleep(0.01)
    began = time.process_time()  # which other programs do not lengthen
    background_rounds.cancel(fresh_workspace, small_project)
    assert background.wait(60)
    assert time.process_time() - began < 2  # of two cores
    found = state(fresh_workspace, small_project)
    assert (found.is_over, found.rounds, found.error) == (True, (), "Cancelled.")
