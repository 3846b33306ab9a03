from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.annotating.masks import (
    check_indices,
    hand_marks,
    left_standing,
    marks_hash,
    struck_tokens,
    within,
)
from rrr.annotating.rule_matching import RuleMatcher
from rrr.errors import AnnotationError
from rrr.records import Annotation, LabelledTexts, Rule
from rrr.text import digest, token_hash, tokenize, word_of

TEXT = "The Odeon, our ODEON, was full"
TOKENS = tokenize(TEXT)  # The Odeon , our ODEON , was full
NUM_TOKENS = 8
Shares = tuple[tuple[tuple[int, float], ...], ...]
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
    struck = struck_tokens(TEXT, both.hits(TEXT, spared={1}), annotation((0,)))
    assert struck == {0: "hand", 7: "rule"}


def test_an_unreviewed_sentence_has_the_marks_of_the_rules() -> None:
    assert struck_tokens(TEXT, (1, 4), None) == {1: "rule", 4: "rule"}


def test_hand_beats_rule() -> None:
    answer = annotation((1, 7), cleared=(4,))
    assert struck_tokens(TEXT, (1, 4), answer) == {1: "hand", 7: "hand"}


def test_struck_tokens_come_in_their_order_and_say_which_was_a_suggestion() -> None:
    answer = replace(annotation((0, 6)), accepted=(6,))
    struck = struck_tokens(TEXT, (4, 1), answer)
    assert list(struck.items()) == [(0, "hand"), (1, "rule"), (4, "rule"), (6, "suggestion")]


def test_a_token_taken_back_that_no_rule_strikes_stays_unstruck() -> None:
    assert struck_tokens(TEXT, (), annotation((), cleared=(4,))) == {}


@pytest.mark.parametrize("marks", [((8,), ()), ((), (8,))])
def test_marks_beyond_the_text_are_refused(
    marks: tuple[tuple[int, ...], tuple[int, ...]],
) -> None:
    with pytest.raises(AnnotationError, match="word 9 of a sentence that has 8"):
        struck_tokens(TEXT, (), annotation(*marks))


def test_a_negative_index_is_refused() -> None:
    with pytest.raises(AnnotationError, match="numbered from 0"):
        check_indices([-1], 3)


@given(struck=indices, hits=indices, marked=indices, cleared=indices)
def test_what_was_shown_struck_is_struck_after_saving(
    struck: frozenset[int], hits: frozenset[int], marked: frozenset[int], cleared: frozenset[int]
) -> None:
    before = annotation(tuple(sorted(marked)), tuple(sorted(cleared - marked)))
    by_hand, taken_back = hand_marks(struck, hits, before)
    saved = annotation(by_hand, taken_back)
    assert struck_tokens(TEXT, hits, saved).keys() == struck


def test_a_hand_mark_outlives_a_rule_that_came_later() -> None:
    marked, cleared = hand_marks(struck=(1, 4), hits=(1, 4), before=annotation((4,)))
    assert (marked, cleared) == ((4,), ())


def test_a_mark_taken_back_stays_taken_back_when_the_rule_goes_and_comes() -> None:
    _, cleared = hand_marks(struck=(), hits=(), before=annotation((), cleared=(4,)))
    assert cleared == (4,)


@given(st.text(max_size=60))
def test_a_rule_for_any_word_of_a_text_strikes_it(text: str) -> None:
    tokens = tokenize(text)
    for index, token in enumerate(tokens):
        assert index in rules_for(word_of(token.text)).hits(text)


def test_the_token_hash_changes_with_any_token_and_with_where_it_stands() -> None:
    hashes = {token_hash(tokenize(text)) for text in ("a bc", "ab c", "a  bc", "a BC", "")}
    assert len(hashes) == 5
    assert token_hash(tokenize("a bc")) in hashes


def marked(*rows: tuple[int, ...], shares: Shares = ()) -> LabelledTexts:
    return LabelledTexts(("a b c",) * len(rows), ("good",) * len(rows), rows, shares)


def test_the_marks_hash_changes_with_the_marks_only() -> None:
    splits = {"train": marked((1, 2), ()), "test": marked(())}
    assert marks_hash(splits) == marks_hash({"test": marked(()), "train": marked((1, 2), ())})
    assert marks_hash(splits) != marks_hash({"train": marked((1,), (2,)), "test": marked(())})
    assert marks_hash(splits) != marks_hash({"train": marked((1, 2), ()), "test": marked((0,))})


def test_the_marks_hash_of_older_runs_stays_and_words_that_count_in_part_change_it() -> None:
    plain = {"train": marked((1, 2), ()), "test": marked(())}
    assert marks_hash(plain) == digest({"train": [[1, 2], []], "test": [[]]})
    graded = {"train": marked((1, 2), (), shares=(((1, 0.5),), ())), "test": marked(())}
    assert marks_hash(graded) != marks_hash(plain)
    others = {"train": marked((1, 2), (), shares=(((1, 0.75),), ())), "test": marked(())}
    assert marks_hash(graded) != marks_hash(others)


def test_marks_on_words_that_a_sentence_no_longer_has_are_left_out() -> None:
    answer = replace(annotation((1, 2), cleared=(0, 3)), accepted=(1, 2))
    left = within(answer, 2)
    assert left is not None
    assert (left.marked, left.cleared, left.accepted) == ((1,), (0,), (1,))
    taken_back = within(answer, 3)
    assert taken_back is not None
    assert (taken_back.marked, taken_back.cleared) == ((1, 2), (0,))
    assert within(answer, 4) == answer
    assert within(None, 3) is None


def test_only_an_answer_given_before_the_rule_leaves_its_hits_standing_without_a_word() -> None:
    answer = annotation((0,), cleared=(1,))
    hits = (0, 1, 2)
    assert left_standing(hits, answer, None) == {1, 2}
    assert left_standing(hits, answer, answer.updated_at) == {1}  # it has seen the rule's marks
    assert left_standing(hits, answer, answer.updated_at + timedelta(seconds=1)) == {1, 2}
