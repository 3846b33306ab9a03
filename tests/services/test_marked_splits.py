import pytest

from rrr.records import NewExample, Project
from rrr.services import annotating, background, rules
from rrr.services import marked_splits as service
from rrr.services.marked_splits import marked_splits
from rrr.services.workspace import Workspace
from rrr.store import importing

EXAMPLES = [
    NewExample("good film Odeon", "positive", "train"),
    NewExample("bad film Rex", "negative", "train"),
    NewExample("at the odeon again", "negative", "test"),
    NewExample("no label Odeon", None, "test"),
]


def a_project(workspace: Workspace) -> Project:
    return importing.add(workspace.database, "reviews", ["negative", "positive"], EXAMPLES)


def strike(workspace: Workspace, project: Project, index: int) -> None:
    first = annotating.first_example(workspace, project)
    assert first is not None
    seen = annotating.sentence(workspace, first, "tester")
    annotating.save(workspace, first, "tester", seen.token_hash, seen.revision, "marked", [index])


def test_a_word_marked_by_hand_in_training_is_marked_in_the_test_split(
    fresh_workspace: Workspace,
) -> None:
    project = a_project(fresh_workspace)
    strike(fresh_workspace, project, 2)
    found = marked_splits(fresh_workspace, project)
    assert found.splits["train"].marked == ((2,), ())
    assert found.splits["test"].texts == ("at the odeon again",)
    assert found.splits["test"].marked == ((2,),)
    assert found.marked_in("ODEON and Rex") == {0}


def test_a_new_mark_or_rule_shows_at_once_and_no_change_costs_no_reading(
    fresh_workspace: Workspace,
) -> None:
    project = a_project(fresh_workspace)
    before = marked_splits(fresh_workspace, project)
    assert before.marked_in("Odeon") == set()
    assert marked_splits(fresh_workspace, project) is before

    rules.add_rule(fresh_workspace, project, "Rex")
    assert marked_splits(fresh_workspace, project).splits["train"].marked == ((), (2,))
    strike(fresh_workspace, project, 0)
    assert marked_splits(fresh_workspace, project).splits["train"].marked == ((0,), (2,))


def test_the_marks_have_the_hash_that_runs_keep(fresh_workspace: Workspace) -> None:
    project = a_project(fresh_workspace)
    strike(fresh_workspace, project, 2)
    found = marked_splits(fresh_workspace, project).marks_hash
    assert found == annotating.marks_hash(fresh_workspace, project)


def test_of_a_large_project_the_marks_come_a_little_later(
    fresh_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_project(fresh_workspace)
    assert service.marked_splits_soon(fresh_workspace, project) is not None
    monkeypatch.setattr(service, "READ_AT_ONCE", 2)
    strike(fresh_workspace, project, 2)
    assert service.marked_splits_soon(fresh_workspace, project) is None
    assert background.wait(10)
    assert service.marked_splits_soon(fresh_workspace, project) is marked_splits(
        fresh_workspace, project
    )
