"""Rules and hands that disagree are found."""

from __future__ import annotations

import pytest

from rrr.annotating.rule_matching import rule_pattern
from rrr.records import AnnotationStatus, NewExample, Project
from rrr.services import background
from rrr.services.background import Pending
from rrr.services.marks import rule_conflicts, rules
from rrr.services.marks.rule_conflicts import conflicts, conflicts_soon
from rrr.services.workspace import Workspace
from rrr.store import example_queries, importing
from tests.answering import answer as answer_sentence

pytestmark = pytest.mark.both_stores


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    rows = [NewExample(f"film {number} at the Odeon", "good", "train") for number in range(5)]
    return importing.add(fresh_workspace.database, "cinemas", ("bad", "good"), rows)


def answer(
    workspace: Workspace, project: Project, number: int, status: AnnotationStatus, *struck: int
) -> int:
    example = list(example_queries.stream_of(workspace.database, project.id))[number]
    answer_sentence(workspace, example.id, "me", status, struck)
    return example.id


def test_a_word_left_standing_before_or_taken_back_since_is_a_conflict(
    fresh_workspace: Workspace, project: Project
) -> None:
    answer(fresh_workspace, project, 0, "nothing_irrelevant")  # before: left standing
    answer(fresh_workspace, project, 1, "marked", 4)  # before: struck
    rule = rules.add_rule(fresh_workspace, project, "odeon")
    answer(fresh_workspace, project, 2, "marked", 4)  # since: the rule's mark is confirmed
    assert conflicts(fresh_workspace, project) == {rule.id: 1}
    answer(fresh_workspace, project, 3, "marked", 1)  # since: taken back
    assert conflicts(fresh_workspace, project) == {rule.id: 2}


def test_where_a_rule_spares_a_sentence_there_is_no_conflict(
    fresh_workspace: Workspace, project: Project
) -> None:
    first = answer(fresh_workspace, project, 0, "nothing_irrelevant")
    rules.strike(fresh_workspace, project, rule_pattern("phrase", "the odeon"), [first])
    assert conflicts(fresh_workspace, project) == {}


def test_where_much_is_reviewed_they_are_counted_in_the_background(
    fresh_workspace: Workspace, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_conflicts, "COUNTED_AT_ONCE", 0)
    answer(fresh_workspace, project, 0, "nothing_irrelevant")
    rule = rules.add_rule(fresh_workspace, project, "odeon")
    assert isinstance(conflicts_soon(fresh_workspace, project), Pending)
    assert background.wait(60)
    assert conflicts_soon(fresh_workspace, project) == {rule.id: 1}
    answer(fresh_workspace, project, 1, "marked", 1)
    assert isinstance(conflicts_soon(fresh_workspace, project), Pending)  # something has changed
