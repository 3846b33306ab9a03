"""A project's rules, made ready to be laid upon one sentence after another."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rrr.records import Rule
from rrr.text import words_of


class RuleMatcher:
    """Finds the tokens that rules strike. Immutable, safe to share between threads."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_word = {rule.word: rule.id for rule in rules}

    def hits(self, text: str, spared: Collection[int] = ()) -> tuple[int, ...]:
        """Indices of the tokens of the text that are struck, sorted.

        Args:
            spared: Ids of rules that an exception keeps out of this sentence.
        """
        if not self._by_word:
            return ()
        return tuple(
            index
            for index, word in enumerate(words_of(text))
            if (rule_id := self._by_word.get(word)) is not None and rule_id not in spared
        )


NO_RULES = RuleMatcher(())
