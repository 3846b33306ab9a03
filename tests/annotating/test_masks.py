from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.annotating.masks import (
    check_indices,
    effective_marks,
    hand_marks,
    marks_hash,
    relevance_mask,
)
from rrr.annotating.rule_matching import NO_RULES, RuleMatcher
from rrr.errors import AnnotationError
from rrr.records import Annotation, Rule
from rrr.text import token_hash, tokenize, word_of

TEXT = "The Odeon, our ODEON, was full"
TOKENS = tokenize(TEXT)  # The Odeon , our ODEON , was full
NUM_TOKENS = 8
indices = st.frozensets(st.integers(0, NUM_TOKENS - 1))


def rules_for(*words: str) -> RuleMatcher:
    made = datetime.now(UTC)
    return RuleMatcher(
        Rule(n, 1, "word", word, None, made) for n, word in enumerate(words, start=1)
    )


def annotation(marked: tuple[int, ...], cleared: tuple[int, ...] = ()) -> Annotation:
    return Annotation(1, "me", "marked", marked, cleared, 1, datetime.now(UTC))


def test_a_rule_strikes_its_word_whatever_its_case() -> None:
    assert rules_for("odeon").hits(TEXT) == (1, 4)


def test_a_sentence_spared_by_a_rule_keeps_the_marks_of_the_others() -> None:
    both = rules_for("odeon", "full")
    assert both.hits(TEXT, spared={1}) == (7,)
    assert effective_marks(TEXT, both, annotation((0,)), spared={1}) == (0, 7)


def test_an_unreviewed_sentence_has_the_marks_of_the_rules() -> None:
    assert effective_marks(TEXT, rules_for("odeon"), None) == (1, 4)


def test_hand_beats_rule() -> None:
    assert effective_marks(TEXT, rules_for("odeon"), annotation((7,), cleared=(4,))) == (
        1,
        7,
    )


def test_a_token_taken_back_that_no_rule_strikes_stays_unstruck() -> None:
    assert effective_marks(TEXT, NO_RULES, annotation((), cleared=(4,))) == ()


@pytest.mark.parametrize("marks", [((8,), ()), ((), (8,))])
def test_marks_beyond_the_text_are_refused(
    marks: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    with pytest.raises(AnnotationError, match="word 9 of a sentence that has 8"):
        effective_marks(TEXT, NO_RULES, annotation(*marks))


def test_a_negative_index_is_refused() -> None:
    with pytest.raises(AnnotationError, match="numbered from 0"):
        check_indices([-1], 3)


@given(struck=indices, hits=indices, marked=indices, cleared=indices)
def test_what_was_shown_struck_is_struck_after_saving(
    struck: frozenset[int], hits: frozenset[int], marked: frozenset[int], cleared: frozenset[int]
) -> None:
    before = annotation(tuple(sorted(marked)), tuple(sorted(cleared - marked)))
    by_hand, taken_back = hand_marks(struck, hits, before)
    assert set(hits) - set(taken_back) | set(by_hand) == struck
    assert not set(by_hand) & set(taken_back)


def test_a_hand_mark_outlives_a_rule_that_came_later() -> None:
    marked, cleared = hand_marks(struck=(1, 4), hits=(1, 4), before=annotation((4,)))
    assert (marked, cleared) == ((4,), ())


def test_a_mark_taken_back_stays_taken_back_when_the_rule_goes_and_comes() -> None:
    _, cleared = hand_marks(struck=(), hits=(), before=annotation((), cleared=(4,)))
    assert cleared == (4,)


def test_the_relevance_mask_is_zero_where_struck_and_one_elsewhere() -> None:
    assert relevance_mask(4, [1, 3]) == [1.0, 0.0, 1.0, 0.0]


@given(num_tokens=st.integers(0, 50), data=st.data())
def test_the_relevance_mask_gives_the_marks_back(num_tokens: int, data: st.DataObject) -> None:
    marked = data.draw(st.sets(st.integers(0, num_tokens - 1)) if num_tokens else st.just(set()))
    mask = relevance_mask(num_tokens, marked)
    assert {index for index, value in enumerate(mask) if value == 0} == marked
    assert len(mask) == num_tokens


@given(st.text(max_size=60))
def test_a_rule_for_any_word_of_a_text_strikes_it(text: str) -> None:
    tokens = tokenize(text)
    for index, token in enumerate(tokens):
        assert index in rules_for(word_of(token.text)).hits(text)


def test_the_token_hash_changes_with_any_token_and_with_where_it_stands() -> None:
    hashes = {token_hash(tokenize(text)) for text in ("a bc", "ab c", "a  bc", "a BC", "")}
    assert len(hashes) == 5
    assert token_hash(tokenize("a bc")) in hashes


def test_the_marks_hash_changes_with_the_marks_only() -> None:
    marks = {"train": [(1, 2), ()], "test": [()]}
    assert marks_hash(marks) == marks_hash({"test": [[]], "train": [[1, 2], []]})
    assert marks_hash(marks) != marks_hash({"train": [(1,), (2,)], "test": [()]})
    assert marks_hash(marks) != marks_hash({"train": [(1, 2), ()], "test": [(0,)]})
