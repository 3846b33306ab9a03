from __future__ import annotations

from datetime import UTC, datetime

from rrr.annotating.masks import struck_tokens
from rrr.annotating.provenance import provenance
from rrr.records import Annotation, Mark, Rule

NOW = datetime.now(UTC)
RULES = {1: Rule(1, 1, "word", "odeon", None, NOW), 2: Rule(2, 1, "regex", "o.", None, NOW)}


def test_hand_beats_suggestion_beats_rule() -> None:
    answer = Annotation(1, "me", "marked", (0, 2), (), 1, NOW, accepted=(2,))
    sources = {1: (1, 2), 2: (1,)}
    assert provenance(struck_tokens("a b c", sources, answer), sources, RULES) == [
        Mark(0, "hand", ()),
        Mark(1, "rule", ("word: odeon", "regex: o.")),
        Mark(2, "suggestion", ("word: odeon",)),
    ]


def test_without_an_answer_all_marks_are_the_rules() -> None:
    assert provenance({1: "rule"}, {1: (2,)}, RULES) == [Mark(1, "rule", ("regex: o.",))]
