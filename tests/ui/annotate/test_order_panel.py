from dataclasses import replace

from rrr.annotating.steering import Steering
from rrr.records import InboxEntry
from rrr.ui.annotate.inbox_panel import change_line, snippet
from rrr.ui.annotate.steering_panel import steering_line

ENTRY = InboxEntry(2, 7, 1, "bad", "odeon", "good", "warm", 1.5)


def test_an_inbox_entry_says_what_changed() -> None:
    assert change_line(ENTRY) == "**bad → good** · leans most on “odeon” → “warm”"
    same_word = replace(ENTRY, after_word="odeon")
    assert change_line(same_word) == "**bad → good** · leans most on “odeon”"
    same_label = replace(ENTRY, before_label="good")
    assert change_line(same_label) == "good as before · leans most on “odeon” → “warm”"


def test_a_long_sentence_is_cut_between_words() -> None:
    assert snippet("a\n film") == "a film"
    assert snippet("ab " * 60) == "ab " * 53 + "…"
    assert snippet("a" * 161) == "a" * 160 + " …"


def test_hostile_words_and_labels_are_shown_inertly() -> None:
    hostile = replace(ENTRY, after_word="**<b>x**", after_label=":red[y]")
    assert "**<b>" not in change_line(hostile)
    assert ":red[" not in change_line(hostile)


def test_the_measure_says_which_way_it_points() -> None:
    assert "it takes 25 of each" in steering_line(Steering(300, 3, 0.5, 0.5, None, None))
    steers = steering_line(Steering(300, 30, 0.7, 0.5, 0.03, 0.36))
    assert "The heat steers" in steers
    assert "+20 points, +3 to +36" in steers
    assert "No steering" in steering_line(Steering(300, 30, 0.6, 0.5, -0.07, 0.28))
    assert "against" in steering_line(Steering(300, 30, 0.2, 0.5, -0.46, -0.13))
