from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.word_relevance import word_relevance


def test_the_word_relevance_is_zero_where_struck_and_one_elsewhere() -> None:
    assert word_relevance(4, [3, 1]).tolist() == [1.0, 0.0, 1.0, 0.0]


def test_a_struck_word_that_is_not_read_means_nothing() -> None:
    assert word_relevance(2, [1, 2, 9]).tolist() == [1.0, 0.0]


def test_words_are_numbered_from_the_beginning_only() -> None:
    with pytest.raises(ValueError, match="numbered from 0"):
        word_relevance(4, [-1])


@given(num_words=st.integers(0, 50), data=st.data())
def test_the_word_relevance_gives_the_marks_back(num_words: int, data: st.DataObject) -> None:
    struck = data.draw(st.sets(st.integers(0, num_words - 1)) if num_words else st.just(set()))
    mask = word_relevance(num_words, struck)
    assert {index for index, value in enumerate(mask) if value == 0} == struck
    assert mask.shape == (num_words,)


def test_a_word_that_some_people_struck_counts_in_part() -> None:
    mask = word_relevance(4, [0, 1], [(1, 0.75), (2, 0.25), (9, 0.5)])
    assert mask.tolist() == [0.0, 0.25, 0.75, 1.0]


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_of_people_lies_between_0_and_1(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        word_relevance(2, [], [(1, share)])
