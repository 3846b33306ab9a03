"""Tokens keep their place in the text, for any Unicode; the vocabulary is repeatable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.errors import ConfigError, DataError
from rrr.text import (
    PADDING_ID,
    UNKNOWN_ID,
    Vocabulary,
    digest,
    spelling_of,
    texts_and_starts,
    tokenize,
    without_tokens,
    word_of,
    words_key,
    words_of,
)

any_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)


@given(any_text)
def test_offsets_cut_each_token_out_of_the_text(text):
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text
        assert token.text


@given(any_text)
def test_tokens_are_in_order_and_leave_out_white_space_only(text):
    end = 0
    for token in tokenize(text):
        assert token.start >= end
        assert not text[end : token.start].strip()
        end = token.end
    assert not text[end:].strip()


@given(st.text(st.characters(codec="ascii")))
def test_ascii_texts_are_divided_as_all_others(text):
    # A letter outside ASCII at the end makes the general expression divide the same text.
    assert tokenize(text) == tokenize(f"{text} é")[:-1]


@given(any_text | st.text(st.characters(codec="ascii")))
def test_texts_and_starts_are_those_of_the_tokens(text):
    tokens = tokenize(text)
    expected = [token.text for token in tokens], [token.start for token in tokens]
    assert texts_and_starts(text) == expected


@given(any_text | st.text(st.characters(codec="ascii")))
def test_the_words_of_a_text_are_the_forms_of_its_tokens(text):
    assert words_of(text) == [word_of(token.text) for token in tokenize(text)]


@given(any_text)
def test_tokens_and_what_lies_between_make_the_text_again(text):
    tokens = tokenize(text)
    ends = [0, *(token.end for token in tokens)]
    between = [text[end : token.start] for end, token in zip(ends, tokens, strict=False)]
    parts = [part for pair in zip(between, tokens, strict=True) for part in (pair[0], pair[1].text)]
    assert "".join(parts) + text[ends[-1] :] == text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Don't miss it, it's 5/5!", ["Don't", "miss", "it", ",", "it's", "5", "/", "5", "!"]),
        ("well-made film_2", ["well-made", "film_2"]),
        ("我爱 film", ["我", "爱", "film"]),
        ("cafe\u0301 👩‍👧👍🏽", ["cafe\u0301", "👩‍👧", "👍🏽"]),
        ("שלום עולם", ["שלום", "עולם"]),
        (" \n", []),
    ],
)
def test_words_are_split_as_a_reader_would(text, tokens):
    assert [token.text for token in tokenize(text)] == tokens


def test_vocabulary_numbers_words_by_frequency_then_alphabet():
    vocabulary = Vocabulary.fit(["b a B c", "a"])
    assert vocabulary.words == ("a", "b", "c")
    assert vocabulary.encode(tokenize("c A z")) == [4, 2, UNKNOWN_ID]
    assert PADDING_ID not in vocabulary.encode(tokenize("a b c d"))
    assert len(vocabulary) == 5


def test_vocabulary_keeps_the_most_frequent_words():
    assert Vocabulary.fit(["b a b c"], max_size=4).words == ("b", "a")


def test_one_text_is_not_taken_for_many_of_one_letter():
    with pytest.raises(DataError, match=r"Put it into a list: \[text\]"):
        Vocabulary.fit("one text")


def test_a_vocabulary_without_room_for_words_is_refused():
    with pytest.raises(ConfigError, match="max_size=2"):
        Vocabulary.fit(["a"], max_size=2)


@given(any_text)
def test_the_form_of_a_word_is_one_for_all_that_is_canonically_the_same(text):
    form = word_of(text)
    assert word_of(form) == form
    for other in (unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)):
        assert word_of(other) == form
        assert spelling_of(other) == spelling_of(text)
    assert word_of(text.replace("’", "'")) == form


def test_a_vocabulary_of_older_spellings_still_knows_its_words():
    vocabulary = Vocabulary(("cafe\u0301", "don’t", "don't"))
    assert vocabulary.encode_words(words_of("Café cafe\u0301 don’t don't")) == [2, 2, 4, 4]


def test_tokens_are_left_out_and_white_space_stays():
    assert without_tokens("a bc, def", [1, 3]) == "a , "
    assert without_tokens("a bc, def", [3, 1, 1]) == "a , "


def test_names_made_from_contents_stay_what_they_are_from_version_to_version():
    assert digest({"b": [1, 2], "a": "é"}) == "e72bd1bfe08db42c"
    assert words_key("a B").hex() == "59b271ae1bbcb1d31d41929817f4b16f"


def test_a_vocabulary_knows_20_000_words_where_nothing_else_is_said():
    vocabulary = Vocabulary.fit(" ".join(f"w{number}" for number in range(20_010)).split())
    assert len(vocabulary) == 20_000


def test_a_word_twice_is_refused():
    with pytest.raises(DataError, match=r"^A vocabulary must not hold the same word twice"):
        Vocabulary(("a", "a"))
