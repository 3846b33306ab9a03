from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from rrr.formats.columns import ColumnChoice
from rrr.records import Project, TrainingConfig
from rrr.services.marks import rules
from rrr.services.projects import catalogue, file_import
from rrr.services.story import visit
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from tests.conftest import cancel_everything


@pytest.fixture
def visitors(fresh_workspace: Workspace) -> Iterator[Workspace]:
    workspace = visit.workspace_of_visitors(fresh_workspace)
    yield workspace
    cancel_everything(workspace)
    workspace.close()


def test_visitors_have_projects_of_their_own_apart_from_peoples(
    fresh_workspace: Workspace, visitors: Workspace
) -> None:
    first, second = visit.begin(visitors), visit.begin(visitors)
    rules.add_rule(visitors, first, "Corvane")
    assert first.num_examples == second.num_examples == 3_600
    assert rules.list_rules(visitors, second) == []
    assert catalogue.list_projects(fresh_workspace) == []


@pytest.mark.both_stores
def test_a_visitor_deletes_nobodys_project_however_old(
    fresh_workspace: Workspace,
    visitors: Workspace,
    small_project: Project,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(visit, "_FORGOTTEN_AFTER", timedelta(0))
    visit.begin(visitors)
    assert catalogue.list_projects(fresh_workspace) == [small_project]


def test_projects_of_long_ago_are_cleared_away_when_the_next_visitor_comes(
    visitors: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = visit.begin(visitors)
    monkeypatch.setattr(visit, "_FORGOTTEN_AFTER", timedelta(0))
    new = visit.begin(visitors)
    assert visit.find(visitors, gone.id) is None
    assert visit.find(visitors, new.id) == new


def test_starting_again_takes_marks_and_their_trainings_back_but_keeps_the_first_model(
    visitors: Workspace, monkeypatch: pytest.MonkeyPatch, small_config: TrainingConfig
) -> None:
    monkeypatch.setattr(visit, "CONFIG", small_config)
    project = _small(visitors)
    first = runs.wait(visitors, visit.first_model(visitors, project).id)
    rules.add_rule(visitors, project, "odeon")
    assert visit.retrained(visitors, project) is None
    visit.retrain(visitors, project)
    pair = visit.retrained(visitors, project)
    assert pair is not None
    assert runs.wait(visitors, pair[1].id).status == "finished"

    visit.start_again(visitors, project)
    assert rules.list_rules(visitors, project) == []
    assert runs.list_runs(visitors, project.id) == [first]
    assert visit.first_model(visitors, project) == first


def test_a_first_training_that_was_broken_off_begins_anew(
    visitors: Workspace, monkeypatch: pytest.MonkeyPatch, small_config: TrainingConfig
) -> None:
    monkeypatch.setattr(visit, "CONFIG", small_config)
    project = _small(visitors)
    broken_off = visit.first_model(visitors, project)
    runs.cancel(visitors, broken_off.id)
    assert visit.first_model(visitors, project).id > broken_off.id


def _small(visitors: Workspace) -> Project:
    rows = "\n".join(
        f'{{"text": "{text} number {number}", "label": "{label}", "split": "{split}"}}'
        for split, size in (("train", 20), ("test", 4))
        for number in range(size)
        for text, label in (("warm odeon", "good"), ("cold rialto", "bad"))
    )
    choice = ColumnChoice("text", "label", "split")
    return file_import.import_file(visitors, "s", "s.jsonl", rows.encode(), choice).project
