"""Which words stand beside struck ones, and which only occur together with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

LONGEST = 3
"""Words of a phrase beside a struck word, at most."""
FEWEST = 5
"""A phrase or word that was met in fewer sentences is not told."""
_BESIDE = 0.2
"""Share of the sentences with a struck word in which a phrase must stand beside one."""
_BOUND = 0.8
"""A longer phrase takes the place of a shorter one that stands in hardly more sentences."""
_TOGETHER = 0.9
_LIFT = 1.5
"""A word occurs together with struck ones if 9 in 10 of its sentences hold one, and that is one and
a half times as often as by chance."""


class Neighbours:
    """Phrases beside struck words, and words that occur with them, counted by sentence."""

    def __init__(self) -> None:
        self._beside: Counter[tuple[str, ...]] = Counter()
        self._with: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        self.num_struck = self.num_sentences = 0

    def add(self, words: Sequence[str], struck: Iterable[int]) -> None:
        """Count a sentence: its words in the vocabulary's form, and the indices of struck ones."""
        out = set(struck)
        left = {word for index, word in enumerate(words) if index not in out and _is_word(word)}
        self.num_sentences += 1
        self._all.update(left)
        if not out:
            return
        self.num_struck += 1
        self._with.update(left)
        self._beside.update({phrase for index in out for phrase in _phrases(words, index, out)})

    def beside(self) -> list[tuple[str, ...]]:
        """Phrases that often stand beside a struck word, the most frequent first; of phrases that
        contain each other, the longest that is still as frequent."""
        least = max(FEWEST, _BESIDE * self.num_struck)
        frequent = {phrase: n for phrase, n in self._beside.items() if n >= least}
        kept = [
            phrase
            for phrase, number in frequent.items()
            if not any(
                _contains(longer, phrase) and more >= _BOUND * number
                for longer, more in frequent.items()
            )
        ]
        return sorted(kept, key=lambda phrase: (-frequent[phrase], phrase))

    def together(self) -> list[str]:
        """Words nearly all of whose sentences hold a struck one, the most frequent first."""
        by_chance = self.num_struck / self.num_sentences if self.num_sentences else 1.0
        kept = [
            word
            for word, number in self._with.items()
            if number >= FEWEST
            and number >= _TOGETHER * self._all[word]
            and number / self._all[word] >= _LIFT * by_chance
        ]
        return sorted(kept, key=lambda word: (-self._with[word], word))


def _phrases(words: Sequence[str], index: int, out: set[int]) -> Iterable[tuple[str, ...]]:
    """All phrases of up to `LONGEST` words that end before, or begin behind, a struck word."""
    for step in (-1, 1):
        found: list[str] = []
        place = index + step
        while 0 <= place < len(words) and len(found) < LONGEST:
            if place in out or not _is_word(words[place]):
                break
            found.append(words[place])
            yield tuple(found[::step])
            place += step


def _contains(longer: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return len(longer) > size and any(
        longer[start : start + size] == phrase for start in range(len(longer) - size + 1)
    )


def _is_word(word: str) -> bool:
    return any(map(str.isalnum, word))
