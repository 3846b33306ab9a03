import pytest

from rrr.label_skew import label_skew

EVEN = {"good": 0.5, "bad": 0.5}


def test_a_word_that_goes_with_both_labels_has_no_skew() -> None:
    assert label_skew({"good": 50, "bad": 50}, EVEN) == 0
    assert label_skew({}, EVEN) == 0


def test_a_word_seen_often_beats_one_seen_twice() -> None:
    seldom, often = label_skew({"good": 2}, EVEN), label_skew({"good": 100}, EVEN)
    assert 0 <= seldom < 0.4 < 0.9 < often < 1


def test_a_usual_label_is_no_news() -> None:
    assert label_skew({"good": 90, "bad": 10}, {"good": 0.9, "bad": 0.1}) == 0
    rare = label_skew({"good": 10, "bad": 90}, {"good": 0.9, "bad": 0.1})
    assert rare == pytest.approx(0.807, abs=1e-3)


def test_a_label_that_is_the_only_one_has_no_skew() -> None:
    assert label_skew({"good": 10}, {"good": 1.0}) == 0


def test_a_label_that_no_sentence_was_known_to_have_is_all_news() -> None:
    assert label_skew({"new": 10}, EVEN) == label_skew({"new": 10}, {**EVEN, "new": 0.0}) > 0.7
