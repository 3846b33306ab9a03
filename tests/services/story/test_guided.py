"""Each step of the guide is the one that has not been done yet."""

from __future__ import annotations

from dataclasses import replace

from rrr.records import Project, TrainingConfig
from rrr.services.marks import rules
from rrr.services.story.guided import FIND, IMPORT, TRAIN, VERDICT, step_of
from rrr.services.training import runs
from rrr.services.workspace import Workspace


def test_it_leads_from_the_import_to_the_verdict(
    fresh_workspace: Workspace, small_project: Project, small_config: TrainingConfig
) -> None:
    assert step_of(fresh_workspace, None, "tester") == IMPORT
    assert step_of(fresh_workspace, replace(small_project, is_demo=True), "tester") == IMPORT
    assert step_of(fresh_workspace, small_project, "tester") == FIND
    rules.add_rule(fresh_workspace, small_project, "odeon")
    assert step_of(fresh_workspace, small_project, "tester") == TRAIN
    _, marked = runs.start_pair(fresh_workspace, small_project.id, replace(small_config, epochs=1))
    runs.wait(fresh_workspace, marked.id)
    assert step_of(fresh_workspace, small_project, "tester") == VERDICT
