"""A project's rules, made ready to be laid upon one sentence after another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rrr.records import Rule
from rrr.text import Token, word_of


class RuleMatcher:
    """Finds the tokens that rules strike. Immutable, safe to share between threads."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_word = {rule.word: rule.id for rule in rules}

    def hits(
        self, text: str, tokens: Sequence[Token], spared: Collection[int] = ()
    ) -> tuple[int, ...]:
        """Indices of the struck tokens, sorted.

        Args:
            text: The sentence.
            tokens: `tokenize(text)`.
            spared: Ids of rules that an exception keeps out of this sentence.
        """
        return tuple(
            index
            for index, token in enumerate(tokens)
            if (rule_id := self._by_word.get(word_of(token.text))) is not None
            and rule_id not in spared
        )


NO_RULES = RuleMatcher(())
