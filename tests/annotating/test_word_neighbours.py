"""What stands beside struck words is a phrase; what only occurs with them is a word."""

from __future__ import annotations

from rrr.annotating.word_neighbours import Neighbours


def counted(
    *sentences: tuple[str, tuple[str, ...]], times: int = 10, labels: str = ""
) -> Neighbours:
    found = Neighbours()
    for (text, struck), label in zip(sentences, labels or "a" * len(sentences), strict=True):
        words = text.split()
        for _ in range(times):
            found.add(words, [i for i, word in enumerate(words) if word in struck], label)
    return found


def test_the_longest_phrase_that_is_still_as_frequent_is_told() -> None:
    found = counted(
        ("my bill is wrong handled by sam", ("sam",)),
        ("the app crashed handled by kim", ("kim",)),
        ("it stands by the door", ()),
    )
    assert found.beside()[0] == ("handled", "by")
    assert ("by",) not in found.beside()
    assert ("wrong", "handled", "by") in found.beside()  # it is half of all, too


def test_words_on_both_sides_are_beside_but_not_across_punctuation_or_another_struck_word() -> None:
    found = counted(
        ("a . sam signed off , b", ("sam",)), ("a . sam kim signed off b", ("sam", "kim"))
    )
    assert ("signed", "off") in found.beside()
    assert not any("a" in phrase for phrase in found.beside())


def test_a_rare_phrase_is_no_neighbour() -> None:
    found = counted(("handled by sam", ("sam",)), times=4)
    assert found.beside() == []
    assert found.together() == []


def test_a_phrase_in_five_sentences_is_a_neighbour_and_of_more_a_fifth_is_needed() -> None:
    five = ("handled by sam", ("sam",))
    assert counted(five, times=5).beside() == [("handled", "by")]
    many = [(f"word{number} sam", ("sam",)) for number in range(4)]
    assert counted(five, *many, times=5).beside()[0] == ("handled", "by")  # 5 of 25
    assert ("handled", "by") not in counted(five, *many, ("a sam", ("sam",)), times=5).beside()


def test_a_phrase_at_the_beginning_of_a_sentence_is_a_neighbour() -> None:
    assert counted(("by sam", ("sam",))).beside() == [("by",)]


def test_a_phrase_stays_beside_a_longer_one_that_is_clearly_rarer() -> None:
    found = counted(("written by sam", ("sam",)), ("x . by sam", ("sam",)))
    assert found.beside() == [("by",), ("written", "by")]
    edge = Neighbours()
    for number in range(10):
        edge.add(["written" if number < 8 else ".", "by", "sam"], [2], "a")
    assert edge.beside() == [("written", "by")]  # in 8 of the 10 sentences with "by"


def test_a_word_is_together_with_struck_ones_from_nine_in_ten_of_its_sentences() -> None:
    found = Neighbours()
    for number in range(10):
        found.add(["portal", "desk"], [] if number == 0 else [1], "a")
    for _ in range(5):
        found.add(["x"], [], "a")
    assert found.together() == ["portal"]  # 9 of 10, and by chance 9 of 15: one and a half times
    found.add(["portal"], [], "a")
    assert found.together() == []


def test_the_most_frequent_word_together_with_struck_ones_comes_first() -> None:
    found = counted(
        ("a late sam", ("sam",)), ("late desk sam", ("sam",)), ("x", ()), ("y", ()), ("z", ())
    )
    assert found.together() == ["late", "a", "desk"]


def test_where_nothing_was_counted_nothing_is_told() -> None:
    assert Neighbours().beside() == []
    assert Neighbours().together() == []


def test_a_word_that_occurs_with_struck_ones_only_is_told() -> None:
    found = counted(
        ("portal x y z w sam", ("sam",)),
        ("x y z w v", ()),
        ("x z y w", ()),
    )
    assert found.together() == ["portal"]


def test_a_good_reason_of_the_label_that_struck_words_go_with_is_not_told() -> None:
    sentences = ("thanks x y z w sam", ("sam",)), ("x y z w v", ()), ("x z y w", ())
    assert counted(*sentences, labels="abb").together() == []


def test_where_nearly_all_sentences_hold_a_struck_word_nothing_stands_out() -> None:
    found = counted(("portal x y z w sam", ("sam",)), ("x y sam", ("sam",)))
    assert found.together() == []
