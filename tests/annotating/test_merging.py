"""Marks of several people become one mask in one way, whichever the owner has chosen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.annotating.merging import hits_left_standing, merged, sentence_marks
from rrr.annotating.votes import votes_on
from rrr.errors import AnnotationError, ConfigError
from rrr.records import MERGE_SENTENCES, USUAL_MERGE, Annotation, Merge, MergePolicy

POLICIES: tuple[MergePolicy, ...] = ("any", "majority", "weighted", "adjudicated", "graded")
NOW = datetime.now(UTC)
VOTES = {"amy": {0, 1}, "bob": {1, 2}, "cem": {1}}
TEXT = "The film at the Odeon"


def annotation(
    annotator: str,
    marked: tuple[int, ...],
    cleared: tuple[int, ...] = (),
    accepted: tuple[int, ...] = (),
) -> Annotation:
    status = "marked" if marked else "nothing_irrelevant"
    return Annotation(1, annotator, status, marked, cleared, 1, NOW, accepted=accepted)


@pytest.mark.parametrize(
    ("policy", "struck"),
    [
        ("any", {0, 1, 2}),
        ("majority", {1}),
        ("weighted", {1}),
        ("adjudicated", {1}),
        ("graded", {1}),
    ],
)
def test_each_policy_does_what_its_sentence_says(policy: MergePolicy, struck: set[int]) -> None:
    assert merged(VOTES, Merge(policy)).struck == struck
    assert policy in MERGE_SENTENCES


def test_a_majority_is_more_than_half() -> None:
    votes = {"amy": {0}, "bob": set[int]()}
    assert merged(votes, Merge("majority")).struck == set()
    assert merged({**votes, "cem": {0}}, Merge("majority")).struck == {0}


def test_the_usual_merge_is_the_majority() -> None:
    assert Merge().policy == USUAL_MERGE == "majority"
    assert merged(VOTES, Merge()) == merged(VOTES, Merge("majority"))


def test_graded_words_count_in_part_and_are_struck_from_one_half_on() -> None:
    votes = {"amy": {0, 1, 2}, "bob": {0, 1}, "cem": {0, 1}, "dan": {0}}
    whole = merged(votes, Merge("graded"))
    assert whole.shares == {1: 0.75, 2: 0.25}  # of the first word all are sure: Z is 0
    assert whole.struck == {0, 1}
    assert merged({"amy": {3}, "bob": set()}, Merge("graded")).struck == {3}


def test_somebody_who_agrees_better_outweighs_two_who_do_not() -> None:
    votes = {"amy": {0}, "bob": set[int](), "cem": set[int]()}
    weights = {"amy": 0.9, "bob": 0.3, "cem": 0.4}
    assert merged(votes, Merge("weighted", weights)).struck == {0}
    assert merged(votes, Merge("weighted", {**weights, "cem": 0.7})).struck == set()
    assert merged(votes, Merge("majority", weights)).struck == set()


def test_one_half_of_the_weight_is_no_majority_in_spite_of_rounding() -> None:
    votes = {"amy": {0}, "bob": {0}, "cem": set[int]()}
    weights = {"amy": 0.1, "bob": 0.2, "cem": 0.1 + 0.2}
    assert merged(votes, Merge("weighted", weights)).struck == set()


@given(
    struck=st.sets(st.integers(0, 9)),
    policy=st.sampled_from(POLICIES),
    weight=st.floats(0.05, 1),
)
def test_the_marks_of_one_person_come_back_whatever_the_policy(
    struck: set[int], policy: MergePolicy, weight: float
) -> None:
    whole = merged({"amy": struck}, Merge(policy, {"amy": weight}))
    assert (whole.struck, whole.shares) == (struck, {})


@given(
    votes=st.dictionaries(st.text(max_size=2), st.sets(st.integers(0, 5)), min_size=1, max_size=4),
    policy=st.sampled_from(POLICIES),
)
def test_neither_the_order_of_people_nor_their_names_matter(
    votes: dict[str, set[int]], policy: MergePolicy
) -> None:
    backwards = dict(reversed(votes.items()))
    renamed = {f"{number}": struck for number, struck in enumerate(votes.values())}
    assert merged(votes, Merge(policy)) == merged(backwards, Merge(policy))
    assert merged(votes, Merge(policy)) == merged(renamed, Merge(policy))


@pytest.mark.parametrize("policy", POLICIES)
def test_a_decision_counts_before_all(policy: MergePolicy) -> None:
    whole = merged(VOTES, Merge(policy), decided=(4,))
    assert (whole.struck, whole.shares) == ({4}, {})
    assert merged(VOTES, Merge(policy), decided=()).struck == set()


def test_a_rule_votes_for_everybody_who_did_not_take_it_back() -> None:
    answers = [annotation("amy", (1,)), annotation("bob", (), (4,)), annotation("cem", ())]
    votes = votes_on(1, TEXT, [4], answers)
    assert votes.struck == {"amy": {1: "hand", 4: "rule"}, "bob": {}, "cem": {4: "rule"}}
    assert sentence_marks(votes, Merge("majority")).struck == {4: "rule"}
    assert sentence_marks(votes, Merge("any")).struck == {1: "hand", 4: "rule"}


def test_a_word_is_a_hands_before_it_is_a_suggestion_or_a_rules() -> None:
    answers = [annotation("amy", (1, 4), accepted=(1,)), annotation("bob", (1,))]
    votes = votes_on(1, TEXT, [4], answers)
    assert sentence_marks(votes, Merge()).struck == {1: "hand", 4: "hand"}
    assert votes.not_by_hand == {1, 4}
    assert votes.shares() == {1: 1.0, 4: 1.0}


def test_where_nobody_has_reviewed_the_rules_remain_and_a_decision_beats_them() -> None:
    assert sentence_marks(votes_on(1, TEXT, [4], []), Merge()).struck == {4: "rule"}
    decided = votes_on(1, TEXT, [4], [], decided=(1, 4))
    assert sentence_marks(decided, Merge()).struck == {1: "hand", 4: "rule"}
    assert sentence_marks(votes_on(1, TEXT, [4], [], decided=()), Merge()).struck == {}


def test_a_decision_about_words_that_a_sentence_does_not_have_is_refused() -> None:
    with pytest.raises(AnnotationError, match="word 10 of a sentence that has 5"):
        votes_on(1, TEXT, [], [], decided=(9,))


def test_a_hit_is_left_standing_if_the_people_together_leave_it() -> None:
    before, since = NOW + timedelta(seconds=1), NOW - timedelta(seconds=1)
    for_it, against = annotation("amy", (4,)), annotation("bob", ())
    third = annotation("cem", (), (4,))
    two = [for_it, against]
    assert hits_left_standing([4], two, Merge("majority"), None, before) == {4}
    assert hits_left_standing([4], two, Merge("any"), None, before) == set()
    # Whoever answered since the rule was made has seen its mark, and let it be.
    assert hits_left_standing([4], two, Merge("majority"), None, since) == set()
    assert hits_left_standing([4], [*two, third], Merge("majority"), None, since) == set()
    assert hits_left_standing([4], [third], Merge("majority"), None, since) == {4}
    assert hits_left_standing([4], [third], Merge("majority"), [4], since) == set()
    assert hits_left_standing([4], two, Merge("any"), [], before) == {4}


def test_an_unknown_policy_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match="any, majority, weighted, adjudicated, graded"):
        Merge("last")  # type: ignore[arg-type]
