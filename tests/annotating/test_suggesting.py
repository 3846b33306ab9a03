import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.annotating.suggesting import LEAST_SKEW, MAX_WORDS, suggest

WORDS = ["a", "warm", "film", "at", "the", "odeon", ",", "odeon"]
SHARES = [0.0, 0.3, 0.0, 0.0, 0.0, 0.2, 0.3, 0.2]
SKEWS = {"warm": 0.5, "odeon": 0.9, "film": 0.9, ",": 0.9}


def test_every_occurrence_of_a_heavy_skewed_word_is_suggested() -> None:
    assert suggest(WORDS, SHARES, SKEWS, {}, set()) == (1, 5, 7)


def test_light_words_even_words_and_punctuation_are_not_suggested() -> None:
    even = {**SKEWS, "warm": 0.1}
    assert suggest(WORDS, SHARES, even, {}, set()) == (5, 7)  # "film" has no saliency


def test_a_word_left_standing_is_not_suggested_again_and_one_struck_is() -> None:
    assert suggest(WORDS, SHARES, SKEWS, {"odeon": False}, set()) == (1,)
    assert suggest(WORDS, SHARES, {}, {"film": True}, set()) == (2,)


def test_what_is_struck_anyway_is_not_suggested() -> None:
    assert suggest(WORDS, SHARES, SKEWS, {}, {1, 5}) == ()  # half of "odeon" is too light alone


def test_a_word_on_the_very_limits_is_suggested() -> None:
    assert suggest(["a", "b", "c", "d"], [0.5, 0.0, 0.0, 0.0], {"a": LEAST_SKEW}, {}, set()) == (0,)


def test_a_sentence_of_one_word_has_no_word_with_twice_its_even_share() -> None:
    assert suggest(["a"], [1.0], {"a": 1.0}, {}, set()) == ()


def test_of_many_words_those_struck_before_come_first_then_the_heaviest_by_skew() -> None:
    words = [*"abcdef", *"uvwxyz"]  # so long that a sixth of the saliency is twice an even share
    shares = [0.2, 0.25, 0.17, 0.2, 0.01, 0.17, *[0.0] * 6]
    skews = {"a": 0.5, "b": 0.5, "c": 1.0, "d": 0.4}
    assert suggest(words, shares, skews, {}, set()) == (0, 1, 2)  # .10, .125, .17; "d" has .08
    # "e" was struck before, though it has no label skew; "a" has to go.
    assert suggest(words, shares, skews, {"e": True}, set()) == (1, 2, 4)


def test_a_share_for_every_word_is_needed() -> None:
    with pytest.raises(ValueError, match="shorter"):
        suggest(["a", "b"], [1.0], {"a": 1.0}, {}, set())


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.floats(0, 1)), max_size=12),
    st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1)),
    st.dictionaries(st.sampled_from("abcdef"), st.booleans()),
    st.sets(st.integers(0, 11)),
)
def test_few_words_none_struck_none_declined(
    tokens: list[tuple[str, float]],
    skews: dict[str, float],
    judged: dict[str, bool],
    struck: set[int],
) -> None:
    words = [word for word, _ in tokens]
    found = suggest(words, [share for _, share in tokens], skews, judged, struck)
    assert len({words[index] for index in found}) <= MAX_WORDS
    assert not set(found) & struck
    assert all(judged.get(words[index], True) for index in found)
