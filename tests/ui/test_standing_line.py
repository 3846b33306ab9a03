"""One sentence says where one stands; before anything is known it says nothing."""

from rrr.services.guidance.outlook import NewWords, Outlook
from rrr.ui.standing_line import about, standing


def of_answers(hits: int) -> Outlook:
    return Outlook(None, None, NewWords(50, hits, 0.0, 1.0))


def test_before_anything_is_known_nothing_is_said() -> None:
    assert standing(Outlook(None, None, None)) == ""
    assert about(Outlook(None, None, None)) == ""


def test_without_a_model_new_words_tell_when_to_train() -> None:
    assert standing(of_answers(20)) == (
        "New words still turn up in about 4 of 10 sentences. Keep going."
    )
    assert standing(of_answers(5)).startswith("New words still turn up in about 1 of 10")
    assert standing(of_answers(4)) == "Hardly any new words turn up: a good time to train."


def test_one_is_done_when_no_unchecked_word_decides_much() -> None:
    done = Outlook(0.4, 0.3, NewWords(50, 20, 0.0, 1.0), ())
    assert standing(done) == "Done: nothing unchecked decides more than 2 % of the predictions."
    one = Outlook(0.4, 0.3, None, ("odeon",))
    assert standing(one) == (
        "Nobody has checked “odeon” yet: it decides more than 2 % of the predictions."
    )
    five = Outlook(0.4, 0.3, None, tuple("abcde"))
    assert standing(five) == (
        "Nobody has checked “a”, “b”, “c” and 2 more yet: each decides more than 2 % of the "
        "predictions."
    )


def test_what_more_sentences_would_bring_is_told_beside_it() -> None:
    assert about(Outlook(0.38, 0.31, None)).replace("\u00a0", " ") == (
        "38 % of what the newest model relies on is unchecked. 25 more sentences would bring it "
        "to 31 %."
    )
    assert "bring" not in about(Outlook(0.38, 0.38, None))
