"""Words and their pieces: marks go down to the pieces, measurements come back up to the words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.learning.batches import training_batches
from rrr.learning.pieces import beginning_of, by_word, count_of, ids_of, relevance_of
from rrr.records import LabelledTexts
from rrr.text import UNKNOWN_ID, Vocabulary
from tests.learning.tiny_pieces import PIECES, tiny_pieces

WORDS = Vocabulary(("good", "film"))


def named(ids):
    return " ".join(PIECES[number] for number in ids)


def test_a_text_is_read_as_its_pieces_within_the_frame_of_the_encoder():
    vocabulary = tiny_pieces()
    row = vocabulary.pieces_of_text("unfilmed, good")
    assert named(ids_of(row, vocabulary)) == "[CLS] un ##film ##ed , good [SEP]"
    assert count_of(row, vocabulary) == 7


def test_a_text_without_words_is_still_something_to_read():
    assert ids_of([], WORDS) == [UNKNOWN_ID]
    assert named(ids_of([], tiny_pieces())) == "[CLS] [SEP]"
    assert by_word(np.array([3.0]), [], WORDS).tolist() == []


def test_every_piece_of_a_marked_word_is_marked_and_nothing_else():
    vocabulary = tiny_pieces()
    row = vocabulary.pieces_of_text("good unfilmed good")
    assert relevance_of(row, [1, 9], vocabulary).tolist() == [1, 1, 0, 0, 0, 1, 1]
    assert relevance_of(WORDS.pieces_of_text("good bad film"), [1], WORDS).tolist() == [1, 0, 1]


def test_the_batches_of_a_training_hold_pieces_and_the_marks_of_their_words():
    data = LabelledTexts(("good unfilmed", "good"), ("no", "yes"), ((1,), ()))
    dataset = training_batches(
        data, tiny_pieces(), ("no", "yes"), max_tokens=9, batch_size=2, shuffle_seed=None
    )
    ((x, _),) = dataset.as_numpy_iterator()
    assert [named(row) for row in x["token_ids"]] == [
        "[CLS] good [SEP] [PAD] [PAD] [PAD]",
        "[CLS] good un ##film ##ed [SEP]",
    ]
    assert x["Z"].tolist() == [[1, 1, 1, 1, 1, 1], [1, 1, 0, 0, 0, 1]]


def test_numbers_per_piece_are_added_up_by_word():
    vocabulary = tiny_pieces()
    row = vocabulary.pieces_of_text("good unfilmed good")
    values = np.array([100, 1, 2, 3, 4, 5, 100, 0, 0], "float32")  # frame and padding
    assert by_word(values, row, vocabulary).tolist() == [1, 9, 5]
    assert by_word(values, WORDS.pieces_of_text("a b"), WORDS).tolist() == [100, 1]


@given(st.lists(st.integers(0, 4), max_size=12))
def test_nothing_on_a_texts_own_pieces_gets_lost_on_the_way_to_its_words(lengths):
    """A word may have no piece at all: a control character."""
    vocabulary = tiny_pieces(most_ids=100)
    row = [(7,) * length for length in lengths]
    values = np.random.default_rng(0).random(count_of(row, vocabulary))
    assert by_word(values, row, vocabulary).sum() == pytest.approx(values[1:-1].sum())
    assert len(by_word(values, row, vocabulary)) == len(lengths)


def test_no_word_is_read_in_part():
    vocabulary = tiny_pieces(most_ids=6)  # [CLS] and [SEP] included
    row = vocabulary.pieces_of_text("good film unfilmed good")
    assert len(beginning_of(row, vocabulary, 10)) == 2  # the third would need two more
    assert len(beginning_of(row, vocabulary, 1)) == 1
    assert len(beginning_of(WORDS.pieces_of_text("a b c"), WORDS, 2)) == 2


def test_a_word_swapped_for_a_longer_one_does_not_exceed_what_can_be_read():
    vocabulary = tiny_pieces(most_ids=6)
    row = vocabulary.pieces_of(["good", "unfilmed", "good"])
    assert named(ids_of(row, vocabulary)) == "[CLS] good un ##film ##ed [SEP]"
    assert by_word(np.arange(6.0), row, vocabulary).tolist() == [1, 9, 0]
    assert len(relevance_of(row, [2], vocabulary)) == 6
