from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.annotating.sentence_order import most_useful, shuffled, uncertainty, usefulness
from rrr.records import Candidate

shares = st.floats(0, 1).map(lambda number: round(number, 2))  # so that some are equal
words = st.sampled_from("abcdef")
candidates = st.lists(
    st.builds(
        Candidate,
        example_id=st.integers(0, 50),
        uncertainty=shares,
        words=st.lists(st.tuples(words, shares), max_size=3).map(tuple),
    ),
    unique_by=lambda candidate: candidate.example_id,
)


def all_words(candidate: Candidate) -> list[str]:
    """Its sentence has one word more than the model looked at."""
    return [*(word for word, _ in candidate.words), "f"]


def test_usefulness_by_hand() -> None:
    candidate = Candidate(1, 0.5, (("odeon", 0.4), ("warm", 0.2)))
    assert usefulness(candidate) == pytest.approx(0.3)
    assert usefulness(candidate, {"odeon"}) == pytest.approx(0.1)
    assert usefulness(candidate, {"odeon", "warm"}) == 0


def test_uncertainty_is_one_when_undecided_and_zero_when_sure() -> None:
    assert uncertainty([0.25] * 4) == pytest.approx(1)
    assert uncertainty([1.0, 0.0]) == 0
    assert 0 < uncertainty([0.9, 0.1]) < uncertainty([0.6, 0.4]) < 1
    assert uncertainty([1.0]) == 0
    assert uncertainty([0.5, 0.5]) == 1
    assert uncertainty([0.5, 0.5, 0.0]) == pytest.approx(0.6309, abs=1e-4)  # log 2 / log 3


@given(candidates, st.frozensets(words), st.integers(1, 5))
def test_the_most_useful_are_those_that_judging_one_after_the_other_finds(
    known: list[Candidate], judged: frozenset[str], count: int
) -> None:
    as_read = sorted(known, key=lambda each: (-usefulness(each), each.example_id))
    found = most_useful(as_read, judged, count, all_words)
    left, now = list(known), set(judged)
    for each in found:
        assert each == min(left, key=lambda one: (-usefulness(one, now), one.example_id))
        left.remove(each)
        now.update(all_words(each))
    assert len(found) == min(count, len(known))


def test_a_word_leaned_on_everywhere_does_not_fill_the_list() -> None:
    same = [Candidate(number, 1.0, (("odeon", 0.9),)) for number in range(3)]
    other = Candidate(9, 1.0, (("rialto", 0.2),))
    assert most_useful([*same, other], set(), 2, all_words) == [same[0], other]


@given(candidates, st.frozensets(words), words)
def test_judging_a_word_makes_no_sentence_more_useful(
    known: list[Candidate], judged: frozenset[str], word: str
) -> None:
    for each in known:
        assert usefulness(each, judged | {word}) <= usefulness(each, judged) <= 1 + len(each.words)


def test_no_more_candidates_are_looked_at_than_needed() -> None:
    looked_at = []

    def read() -> object:
        for number in range(100):
            looked_at.append(number)
            yield Candidate(number, 1.0, ((f"word {number}", 1 - number / 100),))

    found = most_useful(read(), {"word 0", "word 1"}, 2, all_words)  # type: ignore[arg-type]
    assert [each.example_id for each in found] == [2, 3]
    assert len(looked_at) < 8


@given(st.integers(1, 300), st.text(max_size=5))
def test_a_shuffle_holds_every_number_once_and_stays_as_it_is(size: int, seed: str) -> None:
    order = shuffled(size, seed).tolist()
    assert sorted(order) == list(range(size))
    assert shuffled(size, seed).tolist() == order


def test_a_shuffle_stays_what_it_is_from_version_to_version() -> None:
    assert shuffled(8, "1").tolist() == [2, 7, 6, 1, 0, 3, 4, 5]


def test_two_seeds_shuffle_differently_and_neither_leaves_the_order() -> None:
    orders = [shuffled(1_000, seed).tolist() for seed in ("a", "b")]
    for order, other in (orders, (orders[0], range(1_000))):
        assert sum(a == b for a, b in zip(order, other, strict=True)) < 10  # by chance 1
