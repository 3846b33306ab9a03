"""What each person says of a word is kept, and what counts for all follows from it."""

from __future__ import annotations

import pytest

from rrr.annotating.rule_matching import rule_pattern
from rrr.errors import AnnotationError, NotFound
from rrr.records import Project, RuleKind
from rrr.services.marks import fair_words, rules
from rrr.services.marks.judged_words import checked_words
from rrr.services.projects import catalogue
from rrr.services.workspace import Workspace

pytestmark = pytest.mark.both_stores


def known(workspace: Workspace, project: Project) -> dict[str, str]:
    return {each.word: each.standing for each in fair_words.list_judged(workspace, project)}


def test_more_people_decide_and_a_tie_is_open(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    for person, says, standing in (
        ("ann", fair_words.call_fair, "fair"),
        ("bob", fair_words.call_unfair, "open"),
        ("cy", fair_words.call_unfair, "not fair"),
        ("dee", fair_words.call_fair, "open"),
        ("bob", fair_words.call_fair, "fair"),
    ):
        says(fresh_workspace, small_project, "Warm", person)
        assert known(fresh_workspace, small_project) == {"warm": standing}
        is_fair = "warm" in fair_words.fair_reasons(fresh_workspace, small_project.id).words
        assert is_fair == (standing == "fair")


def test_one_is_asked_unless_all_is_settled_or_one_has_answered(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    fair_words.call_fair(fresh_workspace, small_project, "warm", "ann")
    assert checked_words(fresh_workspace, small_project.id, "bob") == {"warm"}
    fair_words.call_unfair(fresh_workspace, small_project, "warm", "cy")
    assert checked_words(fresh_workspace, small_project.id, "bob") == set()
    assert checked_words(fresh_workspace, small_project.id, "ann") == {"warm"}
    fair_words.call_unfair(fresh_workspace, small_project, "warm", "bob")
    assert checked_words(fresh_workspace, small_project.id, "dee") == {"warm"}


def test_saying_it_again_changes_nothing_and_undoing_it_neither(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    said = fair_words.call_fair(fresh_workspace, small_project, "warm", "ann")
    again = fair_words.call_fair(fresh_workspace, small_project, "WARM", "ann")
    assert again.before == again.after == said.after
    fair_words.undo(fresh_workspace, small_project, again)
    assert known(fresh_workspace, small_project) == {"warm": "fair"}
    fair_words.undo(fresh_workspace, small_project, said)
    assert known(fresh_workspace, small_project) == {}


def test_one_undoes_and_takes_back_only_what_one_said(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    first = fair_words.call_fair(fresh_workspace, small_project, "warm", "ann").after
    other = fair_words.call_unfair(fresh_workspace, small_project, "warm", "bob")
    assert fair_words.take_back(fresh_workspace, small_project, "warm", "cy") is None
    change = fair_words.take_back(fresh_workspace, small_project, "warm", "ann")
    assert change is not None
    assert known(fresh_workspace, small_project) == {"warm": "not fair"}
    fair_words.undo(fresh_workspace, small_project, change)
    fair_words.undo(fresh_workspace, small_project, other)
    (judged,) = fair_words.list_judged(fresh_workspace, small_project)
    assert judged.answers == (first,)


def test_a_rule_counts_more_than_fair_until_it_is_removed(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    fair_words.call_fair(fresh_workspace, small_project, "odeon", "ann")
    rule = rules.add_rule(fresh_workspace, small_project, "odeon")
    assert known(fresh_workspace, small_project) == {}
    assert not fair_words.fair_reasons(fresh_workspace, small_project.id).texts
    assert fair_words.struck_all_the_same(fresh_workspace, small_project) == {"odeon"}
    rules.remove_rule(fresh_workspace, rule.id)
    assert known(fresh_workspace, small_project) == {"odeon": "fair"}


def test_no_word_at_all_cannot_be_fair(fresh_workspace: Workspace, small_project: Project) -> None:
    with pytest.raises(AnnotationError):
        fair_words.call_fair(fresh_workspace, small_project, " ", "ann")


def test_a_phrase_is_remembered_as_a_phrase_and_settles_words_found_only_in_it(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    # “bright” stands before other words, too; all “odeon” is “the odeon”, but not all “the”.
    change = fair_words.call_fair(fresh_workspace, small_project, "The  Odeon", "ann")
    assert known(fresh_workspace, small_project) == {"the odeon": "fair"}
    reasons = fair_words.fair_reasons(fresh_workspace, small_project.id)
    assert (reasons.all, reasons.reason_of("odeon")) == ({"the odeon", "odeon"}, "the odeon")
    assert reasons.reason_of("the") is None
    for person in ("ann", "bob"):
        assert checked_words(fresh_workspace, small_project.id, person) == {"the odeon", "odeon"}
    fair_words.call_unfair(fresh_workspace, small_project, "the odeon", "bob")
    assert known(fresh_workspace, small_project) == {"the odeon": "open"}
    assert checked_words(fresh_workspace, small_project.id, "cy") == set()
    fair_words.take_back(fresh_workspace, small_project, "the odeon", "bob")
    fair_words.undo(fresh_workspace, small_project, change)
    assert known(fresh_workspace, small_project) == {}
    assert checked_words(fresh_workspace, small_project.id, "ann") == set()


def test_what_is_said_of_a_word_itself_counts_more_than_of_its_phrase(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    fair_words.call_unfair(fresh_workspace, small_project, "odeon", "ann")
    fair_words.call_fair(fresh_workspace, small_project, "the odeon", "ann")
    reasons = fair_words.fair_reasons(fresh_workspace, small_project.id)
    assert (reasons.texts, reasons.words) == ({"the odeon"}, frozenset())


@pytest.mark.parametrize(("kind", "pattern"), [("word", "odeon"), ("phrase", "at the odeon")])
def test_a_phrase_with_a_struck_word_is_not_fair_but_one_within_a_longer_struck_one_is(
    fresh_workspace: Workspace, small_project: Project, kind: RuleKind, pattern: str
) -> None:
    fair_words.call_fair(fresh_workspace, small_project, "the odeon", "ann")
    rules.strike(fresh_workspace, small_project, rule_pattern(kind, pattern))
    texts = fair_words.fair_reasons(fresh_workspace, small_project.id).texts
    assert bool(texts) == (kind == "phrase")
    rules.strike(fresh_workspace, small_project, rule_pattern("phrase", "the odeon"))
    assert not fair_words.fair_reasons(fresh_workspace, small_project.id).texts
    assert fair_words.struck_all_the_same(fresh_workspace, small_project) == {"the odeon"}


def test_a_deleted_project_takes_its_fair_words_along(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    from rrr.services.projects import catalogue

    fair_words.call_fair(fresh_workspace, small_project, "warm", "ann")
    catalogue.delete_project(fresh_workspace, small_project.id)
    assert not fair_words.fair_reasons(fresh_workspace, small_project.id).texts


def test_of_a_project_that_is_gone_nothing_is_said(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    catalogue.delete_project(fresh_workspace, small_project.id)
    for says in (fair_words.call_fair, fair_words.call_unfair):
        with pytest.raises(NotFound, match="no project"):
            says(fresh_workspace, small_project, "warm", "ann")
