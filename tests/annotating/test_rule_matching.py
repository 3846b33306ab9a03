from __future__ import annotations

import functools
import time
import unicodedata
from datetime import UTC, datetime

import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from rrr.annotating import expressions, rule_matching
from rrr.annotating.rule_matching import RuleMatcher, RulePattern, rule_pattern
from rrr.errors import AnnotationError
from rrr.records import Rule, RuleKind
from rrr.text import spelling_of, texts_of, tokenize, words_of

TEXT = "The Odeon, our odeon: at THE odeon, OK@x.org."
TOKENS = texts_of(TEXT)  # The Odeon , our odeon : at THE odeon , OK @ x . org .

any_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


def spellings_of(text: str) -> list[str]:
    return [spelling_of(token) for token in texts_of(text)]


def matcher(*patterns: RulePattern) -> RuleMatcher:
    made = datetime.now(UTC)
    return RuleMatcher(
        Rule(n, 1, each.kind, each.pattern, None, made) for n, each in enumerate(patterns, start=1)
    )


@pytest.mark.parametrize(
    ("kind", "pattern", "struck"),
    [
        ("word", "ODEON", [1, 4, 8]),
        ("exact", "odeon", [4, 8]),
        ("exact", "ODEON", []),
        ("phrase", "the  Odeon", [0, 1, 7, 8]),
        ("phrase", "odeon,", [1, 2, 8, 9]),
        ("phrase", "odeon the", []),
        ("regex", r"\S+@\S+\.org", [10, 11, 12, 13, 14]),
        ("regex", "dEon|(?i)oDEON", [1, 4, 8]),
        ("regex", "ur o", [3, 4]),  # a match strikes every token that it touches
        ("regex", r"\s+|\Z", []),  # nothing between the words is struck
        ("regex", "x*", [12]),  # an empty match strikes nothing
    ],
)
def test_each_kind_of_rule_strikes_what_it_says(
    kind: RuleKind, pattern: str, struck: list[int]
) -> None:
    found = matcher(rule_pattern(kind, pattern))
    assert found.hits(TEXT) == tuple(struck)
    assert found.strikes_in(TEXT) == bool(struck)


def test_it_is_known_which_rules_strike_a_token() -> None:
    several = matcher(rule_pattern("word", "odeon"), rule_pattern("phrase", "our odeon"))
    assert several.sources(TEXT) == {1: (1,), 3: (2,), 4: (1, 2), 8: (1,)}
    assert several.sources(TEXT, spared={1}) == {3: (2,), 4: (2,)}


@pytest.mark.parametrize("words", ["", "  ", "two words", "odeon,"])
def test_a_rule_for_a_word_is_exactly_one(words: str) -> None:
    for kind in ("word", "exact"):
        with pytest.raises(AnnotationError, match="one word"):
            rule_pattern(kind, words)


@pytest.mark.parametrize("words", ["", "  ", "odeon"])
def test_a_phrase_is_two_words_or_more(words: str) -> None:
    with pytest.raises(AnnotationError, match="two words or more"):
        rule_pattern("phrase", words)


@pytest.mark.parametrize("pattern", ["(", "[a-", "*", "(?<=a", "a{2,1}", "\\", "", "  "])
def test_a_bad_expression_is_refused(pattern: str) -> None:
    with pytest.raises(AnnotationError, match="regular expression"):
        rule_pattern("regex", pattern)


def test_a_pattern_that_is_too_long_is_refused() -> None:
    with pytest.raises(AnnotationError, match="at most 500"):
        rule_pattern("regex", "a" * 501)


def test_an_expression_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "SECONDS_PER_SENTENCE", 0.05)
    slow = matcher(rule_pattern("regex", r"(a|aa)+$"))
    began = time.monotonic()
    with pytest.raises(AnnotationError, match="Make it simpler"):
        slow.hits("a" * 60 + "b")
    assert time.monotonic() - began < 2


@given(any_text)
def test_a_rule_for_any_word_of_a_text_strikes_exactly_that_word(text: str) -> None:
    for token in tokenize(text):
        for kind, forms in (("word", words_of), ("exact", spellings_of)):
            pattern = rule_pattern(kind, token.text)
            same = [n for n, form in enumerate(forms(text)) if form == pattern.pattern]
            assert matcher(pattern).hits(text) == tuple(same) != ()


@given(any_text, st.data())
def test_a_rule_for_any_phrase_of_a_text_strikes_it(text: str, data: st.DataObject) -> None:
    words = words_of(text)
    assume(len(words) >= 2)
    start = data.draw(st.integers(0, len(words) - 2))
    end = data.draw(st.integers(start + 2, len(words)))
    try:
        pattern = rule_pattern(
            "phrase", text[tokenize(text)[start].start : tokenize(text)[end - 1].end]
        )
    except AnnotationError:
        return  # words that cannot be told apart once a space divides them
    assert set(range(start, end)) <= set(matcher(pattern).hits(text))


@given(any_text, st.sampled_from([r"\s", r"\p{C}", r".", r"\w+ \w+", r"^", r"[\x1c-\x1f]"]))
def test_a_text_with_a_hit_is_told_from_one_without(text: str, pattern: str) -> None:
    found = matcher(rule_pattern("regex", pattern))
    assert found.strikes_in(text) == bool(found.hits(text))


@given(any_text, any_text)
def test_an_expression_for_a_literal_strikes_where_it_stands(before: str, within: str) -> None:
    assume(within.strip())
    text = f"{before}{within}"
    escaped = regex.escape(within, literal_spaces=True)
    assume(len(escaped) <= rule_matching.MAX_PATTERN_LENGTH)
    hits = matcher(rule_pattern("regex", escaped)).hits(text)
    end = text.find(within) + len(within)
    touched = [
        n for n, t in enumerate(tokenize(text)) if text.find(within) < t.end and t.start < end
    ]
    assert set(touched) <= set(hits)


NFC, NFD = (functools.partial(unicodedata.normalize, form) for form in ("NFC", "NFD"))
ENCODINGS = [
    ("Café, don't!", "CAFÉ isn't don't café"),
    (NFD("Café, don't!"), NFD("CAFÉ isn't don't café")),
    ("Café, don’t!", "CAFÉ isn’t don’t café"),
    (NFD("Café, donʼt!"), NFD("CAFÉ isn’t donʼt café")),
]


@pytest.mark.parametrize("pattern_of", ["Café|don't", "Café|don’t", NFD("Café|donʼt")])
@pytest.mark.parametrize(("one", "other"), ENCODINGS)
def test_every_kind_of_rule_strikes_every_encoding_of_a_word(
    pattern_of: str, one: str, other: str
) -> None:
    cafe, dont = pattern_of.split("|")
    for kind, pattern, expected in (
        ("word", cafe, ((0,), (0, 3))),
        ("word", dont, ((2,), (2,))),
        ("exact", cafe, ((0,), ())),
        ("exact", dont, ((2,), (2,))),
        ("phrase", f"{cafe}, {dont}", ((0, 1, 2), ())),
        ("phrase", f"{dont} {cafe}", ((), (2, 3))),
        ("regex", f"(?i){cafe}", ((0,), (0, 3))),
        ("regex", rf"\b{dont}\b", ((2,), (2,))),
    ):
        found = matcher(rule_pattern(kind, pattern))  # type: ignore[arg-type]
        assert (found.hits(one), found.hits(other)) == expected, (kind, pattern)
        assert (found.strikes_in(one), found.strikes_in(other)) == tuple(map(bool, expected))


def test_an_expression_that_names_an_apostrophe_by_its_number_still_finds_it() -> None:
    assert matcher(rule_pattern("regex", r"\u2019")).hits("don’t don't") == (0,)


def test_a_rule_stored_in_another_form_strikes_all_the_same() -> None:
    old = [RulePattern("word", NFD("café")), RulePattern("exact", "Don’t")]
    assert matcher(*old).hits("café Don't") == (0, 1)


@given(any_text)
def test_what_an_expression_strikes_does_not_depend_on_the_normal_form(text: str) -> None:
    # Kana and their voicing marks are divided from each other in one form only.
    assume(not regex.search(r"[\p{Hiragana}\p{Katakana}\u3099\u309a]", NFD(text)))
    found = matcher(rule_pattern("regex", r"[éå'Ω]|\w{3}"))
    assert len(texts_of(NFC(text))) == len(texts_of(NFD(text)))
    assert set(found.hits(NFC(text))) <= set(found.hits(NFD(text)))
