from __future__ import annotations

from rrr.annotating.bound_phrases import bound_phrase, is_bound

SIGNED = [f"my bill {n} is wrong . handled by sam".split() for n in range(10)]
FELLOWS = {"handled", "by"}.__contains__


def test_words_that_nearly_always_stand_together_are_one_phrase() -> None:
    assert bound_phrase("handled", SIGNED, FELLOWS) == ("handled", "by")
    assert bound_phrase("by", SIGNED, FELLOWS) == ("handled", "by")


def test_a_word_that_goes_with_any_label_is_no_part_of_a_phrase() -> None:
    assert bound_phrase("by", SIGNED, {"by"}.__contains__) == ("by",)
    assert bound_phrase("bill", SIGNED, {"bill"}.__contains__) == ("bill",)


def test_what_stands_beside_it_now_and_then_is_not_bound() -> None:
    others = [["by", "hand"]] * 5
    assert bound_phrase("by", [*SIGNED, *others], FELLOWS) == ("by",)


def test_a_few_sentences_tell_nothing() -> None:
    assert bound_phrase("handled", SIGNED[:4], FELLOWS) == ("handled",)


def test_punctuation_ends_a_phrase() -> None:
    assert bound_phrase("handled", SIGNED, {"handled", "by", "."}.__contains__)[0] == "handled"


def test_a_word_is_bound_to_a_phrase_outside_which_it_hardly_stands() -> None:
    assert is_bound("handled by", SIGNED)
    assert is_bound("handled by", [*SIGNED, ["handled", "with", "care"]])
    assert not is_bound("handled by", [*SIGNED, *[["by", "hand"]] * 5])
    assert not is_bound("andled by", SIGNED)
    assert not is_bound("handled by", [])
