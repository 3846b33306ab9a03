"""Reviewers see where people differ, and decide; annotators see none of it."""

from __future__ import annotations

import pytest

from rrr.errors import AnnotationError, NotAllowed, StaleRevision
from rrr.records import NewExample, Person, Project
from rrr.services import background
from rrr.services.background import Pending
from rrr.services.marks import marked_corpus, rules
from rrr.services.people import members
from rrr.services.review import adjudicating, team_reading
from rrr.services.review.review_queue import (
    Filter,
    ids_to_review,
    is_worth_reviewing,
    reviewed_sentences,
)
from rrr.services.review.team_reading import TeamReading, team_reading_soon
from rrr.services.workspace import Workspace
from rrr.store import importing
from tests.answering import answer

pytestmark = pytest.mark.both_stores

TEXTS = ("A warm film at the Odeon", "A cold film at the Rialto", "The Odeon again", "Alone here")


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    """Amy and Bob differ on "odeon" in sentences 1 and 3, and on "rialto" in 2; the last sentence
    has one person's answer."""
    rows = [NewExample(text, "ab"[n % 2], "train") for n, text in enumerate(TEXTS)]
    made = importing.add(fresh_workspace.database, "Small", ("a", "b"), rows)
    answer(fresh_workspace, 1, "amy", "marked", [1, 5])
    answer(fresh_workspace, 1, "bob", "marked", [1])
    answer(fresh_workspace, 2, "amy", "marked", [0, 5])
    answer(fresh_workspace, 2, "bob", "nothing_irrelevant")
    answer(fresh_workspace, 3, "amy", "marked", [1])
    answer(fresh_workspace, 3, "cem", "nothing_irrelevant")
    answer(fresh_workspace, 4, "amy", "marked", [0])
    return made


def reading(workspace: Workspace, project: Project) -> TeamReading:
    return team_reading.team_reading(workspace, project)


def test_the_sentences_with_most_disagreement_come_first_and_can_be_chosen(
    fresh_workspace: Workspace, project: Project
) -> None:
    read = reading(fresh_workspace, project)

    def listed(**chosen: object) -> list[int]:
        return ids_to_review(fresh_workspace, project, read, Filter(**chosen))  # type: ignore[arg-type]

    assert listed() == [2, 1, 3]
    assert listed(word="odeon") == [1, 3]
    assert listed(person="cem") == [3]
    adjudicating.decide(fresh_workspace, 1, [5], base_revision=0)
    assert listed(undecided=True) == [2, 3]
    assert listed(word="odeon", undecided=True) == [3]


def test_a_sentence_is_shown_with_everybodys_votes_and_what_counts(
    fresh_workspace: Workspace, project: Project
) -> None:
    first, third = reviewed_sentences(fresh_workspace, project, [1, 3])
    assert first.votes.shares() == {1: 1.0, 5: 0.5}
    assert (first.struck, first.majority, first.decision) == ({1}, {1}, None)
    made = adjudicating.decide(fresh_workspace, 1, [5], base_revision=0, note="a cinema")
    (first,) = reviewed_sentences(fresh_workspace, project, [1])
    assert (first.struck, first.decision) == ({5}, made)
    assert third.majority == frozenset()


def test_a_decision_counts_and_can_be_taken_back(
    fresh_workspace: Workspace, project: Project
) -> None:
    def marked() -> tuple[int, ...]:
        return marked_corpus.labelled_texts(fresh_workspace, project)["train"].marked[0]

    made = adjudicating.decide(fresh_workspace, 1, [5, 5], base_revision=0)
    assert (made.marked, made.person, marked()) == ((5,), "tester", (5,))
    adjudicating.take_back(fresh_workspace, 1, base_revision=made.revision)
    assert marked() == (1,)


def test_of_two_reviewers_at_once_the_second_is_told_who_was_first(
    fresh_workspace: Workspace, project: Project
) -> None:
    one, other = (fresh_workspace.acting_as(Person.named(name), "named") for name in ("rea", "vic"))
    adjudicating.decide(one, 1, [5], base_revision=0)
    with pytest.raises(StaleRevision, match="rea decided since"):
        adjudicating.decide(other, 1, [1], base_revision=0)


def test_what_does_not_fit_the_sentence_is_refused(
    fresh_workspace: Workspace, project: Project
) -> None:
    with pytest.raises(AnnotationError, match="6 tokens"):
        adjudicating.decide(fresh_workspace, 1, [6], base_revision=0)
    with pytest.raises(AnnotationError, match="other words"):
        adjudicating.decide(fresh_workspace, 1, [5], base_revision=0, seen_hash="x")
    with pytest.raises(AnnotationError, match="2,000 characters"):
        adjudicating.decide(fresh_workspace, 1, [5], base_revision=0, note="x" * 2001)


def test_annotators_neither_see_others_marks_nor_decide(
    fresh_workspace: Workspace, project: Project
) -> None:
    for name, role in (("own", "owner"), ("rea", "reviewer"), ("amy", "annotator")):
        members.put(fresh_workspace, project, Person.named(name), role)  # type: ignore[arg-type]
    read = reading(fresh_workspace, project)
    amy, rea = (fresh_workspace.acting_as(Person.named(each), "named") for each in ("amy", "rea"))
    for forbidden in (
        lambda: reading(amy, project),
        lambda: team_reading_soon(amy, project),
        lambda: ids_to_review(amy, project, read, Filter()),
        lambda: reviewed_sentences(amy, project, [1]),
        lambda: adjudicating.decide(amy, 1, [5], base_revision=0),
        lambda: adjudicating.take_back(amy, 1, base_revision=0),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert not is_worth_reviewing(amy, project)
    assert is_worth_reviewing(rea, project)
    assert adjudicating.decide(rea, 1, [5], base_revision=0).person == "rea"


def test_where_one_person_works_alone_there_is_nothing_to_review(
    fresh_workspace: Workspace,
) -> None:
    rows = [NewExample(text, "ab"[n % 2], "train") for n, text in enumerate(TEXTS)]
    alone = importing.add(fresh_workspace.database, "Alone", ("a", "b"), rows)
    answer(fresh_workspace, 1, "amy", "marked", [5])
    assert not is_worth_reviewing(fresh_workspace, alone)
    assert reading(fresh_workspace, alone).hands.num_sentences == 0
    answer(fresh_workspace, 2, "bob", "nothing_irrelevant")
    assert is_worth_reviewing(fresh_workspace, alone)


def test_a_decision_does_not_have_everything_compared_anew(
    fresh_workspace: Workspace, project: Project
) -> None:
    first = team_reading_soon(fresh_workspace, project)
    adjudicating.decide(fresh_workspace, 1, [5], base_revision=0)
    assert team_reading_soon(fresh_workspace, project) is first
    rule = rules.add_rule(fresh_workspace, project, "odeon")
    with_rule = team_reading_soon(fresh_workspace, project)
    assert with_rule == reading(fresh_workspace, project) != first
    rules.remove_rule(fresh_workspace, rule.id)
    assert team_reading_soon(fresh_workspace, project) == first
    answer(fresh_workspace, 1, "bob", "nothing_irrelevant")
    assert team_reading_soon(fresh_workspace, project) != first


def test_where_much_is_shared_the_last_figures_stand_until_a_thread_has_the_new_ones(
    fresh_workspace: Workspace, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(team_reading, "READ_AT_ONCE", 0)
    assert isinstance(team_reading_soon(fresh_workspace, project), Pending)
    assert background.wait(60)
    first = team_reading_soon(fresh_workspace, project)
    assert isinstance(first, TeamReading)
    assert first == reading(fresh_workspace, project)
    answer(fresh_workspace, 2, "bob", "marked", [0, 5])
    late = team_reading_soon(fresh_workspace, project)
    assert isinstance(late, TeamReading)
    assert (late.is_late, late.hands) == (True, first.hands)
    assert background.wait(60)
    assert team_reading_soon(fresh_workspace, project) == reading(fresh_workspace, project)
