"""Who agrees better with decisions and with the others weighs more."""

from __future__ import annotations

import pytest

from rrr.annotating.person_weights import LEAST_WEIGHT, person_weights
from rrr.annotating.votes import SentenceVotes
from rrr.records import MarkSource


def sentence(decided: set[int] | None = None, **struck: set[int]) -> SentenceVotes:
    hand: MarkSource = "hand"
    return SentenceVotes(
        1,
        tuple("abcdefghi"),
        {person: dict.fromkeys(sorted(tokens), hand) for person, tokens in struck.items()},
        decided=None if decided is None else frozenset(decided),
    )


def test_a_weight_is_the_f1_with_all_others_worked_by_hand() -> None:
    shared = [sentence(amy={1, 2}, bob={1}, cem={1, 3})]
    # amy: with bob 1 common, 1 apart; with cem 1 common, 2 apart: 4 / (4 + 3)
    # bob: 2 common, 2 apart: 4 / 6; cem: 2 common, 3 apart: 4 / 7
    assert person_weights(shared) == pytest.approx({"amy": 4 / 7, "bob": 4 / 6, "cem": 4 / 7})


def test_where_a_reviewer_decided_only_the_decision_is_compared_with() -> None:
    decided = [sentence(decided={1, 2}, amy={1, 2}, bob={3})]
    assert person_weights(decided) == {"amy": 1.0, "bob": LEAST_WEIGHT}


def test_counts_of_all_sentences_are_added_up_first() -> None:
    sentences = [sentence(amy={1}, bob={1}), sentence(amy=set(), bob={1, 2})]
    assert person_weights(sentences) == {"amy": 0.5, "bob": 0.5}  # 2 / (2 + 2)


def test_whoever_was_never_compared_weighs_as_much_as_the_best() -> None:
    assert person_weights([sentence(amy={1})]) == {"amy": 1.0}
    assert person_weights([sentence(amy=set(), bob=set())]) == {"amy": 1.0, "bob": 1.0}
    assert person_weights([]) == {}
