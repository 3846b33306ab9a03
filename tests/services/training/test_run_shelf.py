from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from rrr.errors import NotFound, RunError
from rrr.records import Project, Run, TrainingConfig
from rrr.services.marks import rules
from rrr.services.training import ownership, run_shelf, runs
from rrr.services.training.models import load_trained
from rrr.services.workspace import Workspace

pytestmark = pytest.mark.both_stores


def finished_pair(
    workspace: Workspace, project: Project, config: TrainingConfig
) -> tuple[Run, Run]:
    rules.add_rule(workspace, project, "odeon")
    baseline, marked = runs.start_pair(workspace, project.id, config)
    return runs.wait(workspace, baseline.id), runs.wait(workspace, marked.id)


def test_a_deleted_run_can_be_brought_back_until_a_later_start_takes_its_checkpoint_along(
    fresh_workspace: Workspace,
    small_project: Project,
    small_config: TrainingConfig,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    baseline, marked = finished_pair(fresh_workspace, small_project, small_config)
    folder = fresh_workspace.settings.checkpoints / str(marked.checkpoint)
    run_shelf.delete(fresh_workspace, marked.id)
    assert runs.list_runs(fresh_workspace, small_project.id) == [baseline]
    assert run_shelf.restore(fresh_workspace, marked.id) == marked
    assert load_trained(fresh_workspace, marked).marks_hash == marked.marks_hash

    run_shelf.delete(fresh_workspace, marked.id)
    with closing(Workspace(fresh_workspace.settings)) as restarted:
        runs.list_runs(restarted, small_project.id)
    assert folder.is_dir()  # not for a day
    monkeypatch.setattr(ownership, "DELETED_FOR", timedelta(0))
    with closing(Workspace(fresh_workspace.settings)) as restarted:
        assert runs.list_runs(restarted, small_project.id) == [baseline]
    assert not folder.exists()
    with pytest.raises(NotFound):
        run_shelf.restore(fresh_workspace, marked.id)


def test_a_run_has_a_name_and_a_star(
    fresh_workspace: Workspace, small_project: Project, small_config: TrainingConfig
) -> None:
    _, marked = finished_pair(fresh_workspace, small_project, replace(small_config, epochs=1))
    assert run_shelf.rename(fresh_workspace, marked.id, "  the\ngood one ").name == "the good one"
    assert run_shelf.star(fresh_workspace, marked.id, True).starred
    for name in (" ", "x" * 81):
        with pytest.raises(RunError, match="1 to 80 characters"):
            run_shelf.rename(fresh_workspace, marked.id, name)
