"""A word somebody called fair is remembered with who and when, and is asked about no more."""

from __future__ import annotations

import pytest

from rrr.errors import AnnotationError
from rrr.records import Project
from rrr.services.marks import fair_words, rules
from rrr.services.marks.judged_words import checked_words
from rrr.services.workspace import Workspace


def known(workspace: Workspace, project: Project) -> list[tuple[str, str]]:
    return [(each.word, each.annotator) for each in fair_words.list_fair(workspace, project)]


def test_who_said_so_first_is_remembered_and_undone(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    said = fair_words.call_fair(fresh_workspace, small_project, "Warm", "ann")
    again = fair_words.call_fair(fresh_workspace, small_project, "warm", "bob")
    assert known(fresh_workspace, small_project) == [("warm", "ann")]
    fair_words.undo(fresh_workspace, small_project, again)
    assert known(fresh_workspace, small_project) == [("warm", "ann")]
    fair_words.undo(fresh_workspace, small_project, said)
    assert known(fresh_workspace, small_project) == []


def test_a_word_taken_back_comes_back_as_it_was(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    said = fair_words.call_fair(fresh_workspace, small_project, "warm", "ann").after
    change = fair_words.take_back(fresh_workspace, small_project, "WARM")
    assert change is not None
    assert known(fresh_workspace, small_project) == []
    assert fair_words.take_back(fresh_workspace, small_project, "warm") is None
    fair_words.undo(fresh_workspace, small_project, change)
    assert fair_words.list_fair(fresh_workspace, small_project) == [said]


def test_a_rule_counts_more_than_fair_until_it_is_removed(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    fair_words.call_fair(fresh_workspace, small_project, "odeon", "ann")
    rule = rules.add_rule(fresh_workspace, small_project, "odeon")
    assert known(fresh_workspace, small_project) == []
    assert fair_words.fair_words(fresh_workspace, small_project.id) == set()
    assert fair_words.struck_all_the_same(fresh_workspace, small_project) == {"odeon"}
    rules.remove_rule(fresh_workspace, rule.id)
    assert known(fresh_workspace, small_project) == [("odeon", "ann")]


def test_a_fair_word_is_checked_for_everybody(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    fair_words.call_fair(fresh_workspace, small_project, "warm", "ann")
    assert checked_words(fresh_workspace, small_project.id, "bob") == {"warm"}


@pytest.mark.parametrize("text", ["", "two words"])
def test_only_one_word_is_fair(
    fresh_workspace: Workspace, small_project: Project, text: str
) -> None:
    with pytest.raises(AnnotationError):
        fair_words.call_fair(fresh_workspace, small_project, text, "ann")


def test_a_deleted_project_takes_its_fair_words_along(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    from rrr.services.projects import catalogue

    fair_words.call_fair(fresh_workspace, small_project, "warm", "ann")
    catalogue.delete_project(fresh_workspace, small_project.id)
    assert fair_words.fair_words(fresh_workspace, small_project.id) == set()
