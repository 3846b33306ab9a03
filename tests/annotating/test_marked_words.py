"""From marked tokens to words: majority within sentences that have marks, swaps to the contrary."""

from rrr.annotating.marked_words import marked_words
from rrr.records import LabelledTexts
from rrr.text import UNKNOWN_ID, Vocabulary


def data(*rows):
    texts, labels, marked = zip(*rows, strict=True)
    return LabelledTexts(texts, labels, marked)


def test_a_word_counts_when_most_of_its_occurrences_beside_marks_are_marked():
    words = marked_words(
        data(
            ("The Rialto was the best", "positive", (1,)),
            ("the dull Lumina", "negative", (0, 2)),
            ("the end", "negative", ()),
        )
    )
    assert set(words.label_counts) == {"rialto", "lumina"}  # "the" was marked once of three times


def test_sentences_without_marks_do_not_vote_against_a_word():
    rows = [("Rialto again", "positive", ())] * 9
    assert "rialto" in marked_words(data(("Rialto", "positive", (0,)), *rows)).label_counts


def test_marked_words_are_found_in_other_sentences_whatever_their_case():
    words = marked_words(data(("Rialto", "positive", (0,))))
    assert words.marked_in("At the RIALTO, the rialto!") == (2, 5)


def test_a_word_is_swapped_for_those_that_went_with_another_label():
    words = marked_words(
        data(
            ("Rialto here", "positive", (0,)),
            ("Corvane here", "positive", (0,)),
            ("Lumina here", "negative", (0,)),
        )
    )
    assert words.replacements("Rialto") == ("lumina",)
    assert words.replacements("lumina") == ("corvane", "rialto")


def test_without_a_contrary_word_ordinary_words_stand_in():
    words = marked_words(data(("Rialto film film night !", "positive", (0,))))
    assert words.replacements("rialto") == ("film", "night")


def test_among_emoji_alone_another_emoji_stands_in():
    words = marked_words(data(("🎬 👍 👍", "positive", (0,)), ("👎", "negative", ())))
    assert words.replacements("🎬") == ("👍", "👎")


def test_where_every_word_is_marked_one_that_no_model_knows_stands_in():
    words = marked_words(data(("🎬", "positive", (0,)), ("🎬", "positive", (0,))))
    (word,) = words.replacements("🎬")
    assert Vocabulary.fit(["🎬"]).id_of(word) == UNKNOWN_ID


def test_marked_words_are_marked_throughout_other_sentences_beside_their_own_marks():
    words = marked_words(data(("Rialto", "positive", (0,))))
    other = words.marked_throughout(data(("my Rialto, rialto !", "negative", (0,))))
    assert other.marked == ((0, 1, 3),)
    assert other.texts == ("my Rialto, rialto !",)


def test_marked_words_are_deleted_from_other_sentences_with_the_rest_left_as_it_is():
    words = marked_words(data(("Rialto", "positive", (0,))))
    assert words.deleted_from(data(("The  Rialto, once.", "x", ()))).texts == ("The  , once.",)
