import pytest

from rrr.annotating import expressions
from rrr.records import NewExample, Project
from rrr.services import background
from rrr.services.background import Failed, Pending
from rrr.services.marks import marked_splits as service
from rrr.services.marks import rules, snapshots
from rrr.services.marks.marked_splits import MarkedSplits, marked_splits
from rrr.services.workspace import Workspace
from rrr.store import importing, rule_queries
from tests.answering import answer, first_example

EXAMPLES = [
    NewExample("good film Odeon", "positive", "train"),
    NewExample("bad film Rex", "negative", "train"),
    NewExample("at the odeon again", "negative", "test"),
    NewExample("no label Odeon", None, "test"),
]


def a_project(workspace: Workspace) -> Project:
    return importing.add(workspace.database, "reviews", ["negative", "positive"], EXAMPLES)


def strike(workspace: Workspace, project: Project, index: int) -> None:
    first = first_example(workspace, project)
    answer(workspace, first, "tester", "marked", [index])


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
    kept = snapshots.take(fresh_workspace, project)
    assert marked_splits(fresh_workspace, project).marks_hash == kept.marks_hash


def test_of_a_large_project_the_marks_come_a_little_later(
    fresh_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_project(fresh_workspace)
    assert isinstance(service.marked_splits_soon(fresh_workspace, project), MarkedSplits)
    monkeypatch.setattr(service, "READ_AT_ONCE", 2)
    strike(fresh_workspace, project, 2)
    assert isinstance(service.marked_splits_soon(fresh_workspace, project), Pending)
    assert background.wait(60)
    assert service.marked_splits_soon(fresh_workspace, project) is marked_splits(
        fresh_workspace, project
    )


def put_a_mark_outside_its_sentence(workspace: Workspace, project: Project) -> None:
    strike(workspace, project, 2)
    with workspace.database.write() as connection:
        connection.exec_driver_sql("UPDATE annotations SET marked = '[9]'")


@pytest.mark.parametrize("read_at_once", [2, 5_000])
def test_marks_that_cannot_be_read_are_told_once_with_what_to_do(
    fresh_workspace: Workspace, monkeypatch: pytest.MonkeyPatch, read_at_once: int
) -> None:
    monkeypatch.setattr(service, "READ_AT_ONCE", read_at_once)
    project = a_project(fresh_workspace)
    put_a_mark_outside_its_sentence(fresh_workspace, project)
    service.marked_splits_soon(fresh_workspace, project)
    assert background.wait(60)
    found = service.marked_splits_soon(fresh_workspace, project)
    assert isinstance(found, Failed)
    assert "word 10 of a sentence that has 3" in found.reason
    assert f"/annotate?project={project.id}&example=" in found.reason
    assert service.marked_splits_soon(fresh_workspace, project) is found  # it is not read again

    strike(fresh_workspace, project, 2)  # as the message says
    service.marked_splits_soon(fresh_workspace, project)
    assert background.wait(60)
    assert isinstance(service.marked_splits_soon(fresh_workspace, project), MarkedSplits)


def test_a_rule_that_takes_too_long_is_told_with_its_sentence_and_not_tried_for_ever(
    fresh_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "READ_AT_ONCE", 0)
    monkeypatch.setattr(expressions, "SECONDS_PER_SENTENCE", 0.05)
    rows = [NewExample("a" * 3_000 + "!", "positive", "train"), *EXAMPLES]
    project = importing.add(fresh_workspace.database, "reviews", ["negative", "positive"], rows)
    rule_queries.add(fresh_workspace.database, project.id, [("regex", "(a|aa)+$", 1)])
    assert isinstance(service.marked_splits_soon(fresh_workspace, project), Pending)
    assert background.wait(60)
    found = service.marked_splits_soon(fresh_workspace, project)
    assert isinstance(found, Failed)
    assert "takes more than" in found.reason
    assert "&example=" in found.reason
    rule_queries.delete(fresh_workspace.database, 1)
    service.marked_splits_soon(fresh_workspace, project)
    assert background.wait(60)
    assert isinstance(service.marked_splits_soon(fresh_workspace, project), MarkedSplits)
