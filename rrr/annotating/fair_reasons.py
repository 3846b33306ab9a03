"""Words and phrases that the model may rely on, laid upon sentences.

A phrase says nothing of its words elsewhere: “waiting” is fair in “kept waiting” alone.
A word that hardly stands outside the phrase is fair with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FairReasons:
    """`texts` are words and phrases in the vocabulary's form, a phrase with spaces between its
    words; `phrase_of` has, for each word that is fair as part of a phrase only, that phrase."""

    texts: Collection[str]
    phrase_of: Mapping[str, str]

    @property
    def words(self) -> frozenset[str]:
        """The words that are fair wherever they stand."""
        alone = (text for text in self.texts if " " not in text)
        return frozenset((*alone, *self.phrase_of))

    @property
    def all(self) -> frozenset[str]:
        """These words, and the phrases."""
        return self.words.union(self.texts)

    def reason_of(self, word: str) -> str | None:
        """What was called fair that makes this word so; None if it is not fair."""
        return word if word in self.texts else self.phrase_of.get(word)

    def tokens_in(self, words: Sequence[str]) -> frozenset[int]:
        """Indices of the words of a sentence that are fair there."""
        fair = self.words
        indices = {index for index, word in enumerate(words) if word in fair}
        for phrase in [text.split() for text in self.texts if " " in text]:
            for start in range(len(words) - len(phrase) + 1):
                if list(words[start : start + len(phrase)]) == phrase:
                    indices.update(range(start, start + len(phrase)))
        return frozenset(indices)
