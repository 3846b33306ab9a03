"""With an agent's name struck, the weight that moved to his signature's other words is told."""

from __future__ import annotations

from rrr.annotating.marked_words import marked_words
from rrr.records import TRAIN, LabelledTexts
from rrr.services.comparison.leaning import LeanedOn, Leaning
from rrr.services.comparison.neighbours import Neighbour, neighbours
from rrr.services.marks.marked_splits import MarkedSplits
from rrr.text import words_of

TEXTS = ("My bill is too high. Handled by Sam.", "The app stands still.") * 10


NONE = LabelledTexts((), (), ())


def splits(more: LabelledTexts = NONE) -> MarkedSplits:
    marked = tuple(
        tuple(i for i, word in enumerate(words_of(text)) if word == "sam") for text in TEXTS
    )
    data = LabelledTexts(
        TEXTS + more.texts, ("billing", "app") * 10 + more.labels, marked + more.marked
    )
    return MarkedSplits({TRAIN: data}, marked_words(data), "marks", 200)


def leaning(**shares: tuple[float, float]) -> Leaning:
    words = [LeanedOn(word, *both, is_marked=word == "sam") for word, both in shares.items()]
    return Leaning(tuple(words), "test", 20, "integrated_gradients")


def test_the_phrase_beside_the_struck_name_is_found_with_its_weight() -> None:
    found = leaning(sam=(0.3, 0.02), handled=(0.05, 0.09), by=(0.037, 0.061), bill=(0.2, 0.21))
    (told,) = neighbours(found, splits())
    assert (told.text, told.place) == ("handled by", "beside")
    assert (round(told.before, 3), round(told.after, 3)) == (0.087, 0.151)
    assert (told.pattern.kind, told.pattern.pattern) == ("phrase", "handled by")


def test_shares_that_only_fill_what_the_struck_words_left_are_no_move() -> None:
    found = leaning(sam=(0.3, 0.02), handled=(0.05, 0.07), by=(0.037, 0.052), bill=(0.2, 0.28))
    assert neighbours(found, splits()) == []


def test_a_fair_word_or_phrase_is_no_neighbour() -> None:
    found = leaning(sam=(0.3, 0.02), handled=(0.05, 0.2), by=(0.037, 0.061))
    assert neighbours(found, splits(), {"handled"}) == []
    assert neighbours(found, splits(), {"handled by"}) == []
    assert neighbours(found, splits(), {"by hand"}) != []


def test_a_word_that_occurs_with_the_struck_one_is_told_apart() -> None:
    found = leaning(sam=(0.3, 0.02), bill=(0.1, 0.3))
    others = LabelledTexts(("Of money.",) * 10, ("billing",) * 10, ((),) * 10)
    assert neighbours(found, splits(others)) == [Neighbour(("bill",), "together", 0.1, 0.3)]


def test_a_good_reason_of_a_label_whose_sentences_all_hold_a_struck_word_is_no_neighbour() -> None:
    assert neighbours(leaning(sam=(0.3, 0.02), bill=(0.1, 0.3)), splits()) == []
