"""A phrase is fair where it stands; its words elsewhere only if they hardly stand elsewhere."""

from __future__ import annotations

from rrr.annotating.fair_reasons import FairReasons

FAIR = FairReasons(frozenset({"superb", "kept waiting"}), {"kept": "kept waiting"})


def test_words_of_a_phrase_are_fair_within_it() -> None:
    words = ["a", "superb", "clerk", "kept", "waiting", ",", "and", "waiting"]
    assert FAIR.tokens_in(words) == {1, 3, 4}
    assert FAIR.tokens_in(["waiting"]) == set()
    assert FAIR.tokens_in(["he", "kept"]) == {1}
    assert FAIR.tokens_in([]) == set()


def test_each_fair_word_has_its_reason() -> None:
    assert FAIR.words == {"superb", "kept"}
    assert FAIR.all == {"superb", "kept", "kept waiting"}
    reasons = [FAIR.reason_of(word) for word in ("superb", "kept", "waiting")]
    assert reasons == ["superb", "kept waiting", None]
