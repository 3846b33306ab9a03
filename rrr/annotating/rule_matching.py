"""What rules strike: a pattern is checked once, then laid upon one sentence after another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from rrr.annotating.expressions import Expression
from rrr.errors import AnnotationError
from rrr.records import Rule, RuleKind
from rrr.text import pattern_form, spelling_of, texts_of, words_of

MAX_PATTERN_LENGTH = 500
"""In code points."""


@dataclass(frozen=True)
class RulePattern:
    """What a rule strikes, in the form in which it is stored; made by `rule_pattern`."""

    kind: RuleKind
    pattern: str

    @property
    def words(self) -> tuple[str, ...]:
        """Words, in the vocabulary's form, that every sentence with a hit contains; empty for a
        regular expression."""
        return () if self.kind == "regex" else tuple(words_of(self.pattern))


def rule_pattern(kind: RuleKind, text: str) -> RulePattern:
    """Check what somebody has typed.

    Raises:
        AnnotationError: saying what was expected and what to do.
    """
    if kind in ("phrase", "regex") and len(text) > MAX_PATTERN_LENGTH:  # a word is as it stands
        raise AnnotationError(
            f"A rule's pattern has at most {MAX_PATTERN_LENGTH} characters. Received: "
            f"{len(text):,}. Shorten it."
        )
    if kind == "regex":
        Expression(text)
        return RulePattern(kind, text)
    words = words_of(text)
    if kind == "phrase":
        pattern = " ".join(words)
        if len(words) < 2 or words_of(pattern) != words:
            raise AnnotationError(
                f"A phrase is two words or more. Received: “{text.strip()[:80]}”. "
                "Make a rule for the word, or a regular expression."
            )
        return RulePattern(kind, pattern)
    if not words:
        raise AnnotationError("A rule strikes one word, and none was given. Type one.")
    if len(words) > 1:
        raise AnnotationError(
            f"A rule strikes one word. Received: “{text.strip()[:80]}”, which is {len(words)}. "
            "Make one rule for each word, or a rule for the phrase."
        )
    return RulePattern(kind, pattern_form(kind, texts_of(text)[0]))


def word_or_phrase(text: str) -> RulePattern:
    """Check a word, or several that are meant as a phrase.

    Raises:
        AnnotationError: saying what was expected and what to do.
    """
    return rule_pattern("phrase" if len(words_of(text)) > 1 else "word", text)


class RuleMatcher:
    """Finds the tokens that rules strike. Immutable, safe to share between threads."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_word: dict[str, int] = {}
        self._by_spelling: dict[str, int] = {}
        self._phrases: dict[str, list[tuple[list[str], int]]] = {}  # by their first words
        self._expressions: list[tuple[Expression, int]] = []
        for rule in rules:
            pattern = pattern_form(rule.kind, rule.pattern)  # a snapshot's may be an older form
            if rule.kind == "word":
                self._by_word[pattern] = rule.id
            elif rule.kind == "exact":
                self._by_spelling[pattern] = rule.id
            elif rule.kind == "phrase":
                words = words_of(pattern)
                self._phrases.setdefault(words[0], []).append((words, rule.id))
            else:
                self._expressions.append((Expression(pattern), rule.id))

    def hits(self, text: str, spared: Collection[int] = ()) -> tuple[int, ...]:
        """Indices of the tokens of the text that are struck, sorted.

        Args:
            spared: Ids of rules that an exception keeps out of this sentence.

        Raises:
            AnnotationError: if a regular expression takes too long.
        """
        return tuple(
            sorted({token for token, rule in self._struck_tokens(text) if rule not in spared})
        )

    def strikes_in(self, text: str) -> bool:
        """Whether any token of the text is struck; faster than to find them all.

        Raises:
            AnnotationError: if a regular expression takes too long.
        """
        if any(expression.strikes_in(text) for expression, _ in self._expressions):
            return True
        by_words = self._by_word or self._by_spelling or self._phrases
        return bool(by_words) and any(True for _ in self._struck_tokens(text))

    def sources(self, text: str, spared: Collection[int] = ()) -> dict[int, tuple[int, ...]]:
        """Struck token -> ids of the rules that strike it, sorted."""
        rules_of: dict[int, set[int]] = {}
        for token, rule in self._struck_tokens(text):
            if rule not in spared:
                rules_of.setdefault(token, set()).add(rule)
        return {token: tuple(sorted(rules)) for token, rules in sorted(rules_of.items())}

    def _struck_tokens(self, text: str) -> Iterator[tuple[int, int]]:
        """Each struck token with a rule that strikes it."""
        if self._by_word or self._phrases:
            words = words_of(text)
            for index, word in enumerate(words):
                if word in self._by_word:
                    yield index, self._by_word[word]
                for phrase, rule in self._phrases.get(word, ()):
                    if words[index : index + len(phrase)] == phrase:
                        for within in range(index, index + len(phrase)):
                            yield within, rule
        if self._by_spelling:
            for index, written in enumerate(texts_of(text)):
                if (spelling := spelling_of(written)) in self._by_spelling:
                    yield index, self._by_spelling[spelling]
        for expression, rule in self._expressions:
            for index in expression.tokens(text):
                yield index, rule
