"""Which words stand beside struck ones, and which only occur together with them."""

from __future__ import annotations

from collections import Counter, defaultdict
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
a half times as often as by chance. Chance is that of each sentence's label: where struck words
stand in nearly every sentence of a label, its good reasons must occur with them."""


class Neighbours:
    """Phrases beside struck words, and words that occur with them, counted by sentence."""

    def __init__(self) -> None:
        self._beside: Counter[tuple[str, ...]] = Counter()
        self._with: Counter[str] = Counter()
        self._of_label: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._sentences: Counter[str] = Counter()  # of each label
        self._struck: Counter[str] = Counter()  # those with a struck word

    def add(self, words: Sequence[str], struck: Iterable[int], label: str) -> None:
        """Count a sentence: its words in the vocabulary's form, the indices of struck ones, and its
        label."""
        struck_indices = set(struck)
        unstruck = {
            word
            for index, word in enumerate(words)
            if index not in struck_indices and _is_word(word)
        }
        self._sentences[label] += 1
        self._of_label[label].update(unstruck)
        if not struck_indices:
            return
        self._struck[label] += 1
        self._with.update(unstruck)
        self._beside.update(
            {
                phrase
                for index in struck_indices
                for phrase in _phrases(words, index, struck_indices)
            }
        )

    def beside(self) -> list[tuple[str, ...]]:
        """Phrases that often stand beside a struck word, the most frequent first; of phrases that
        contain each other, the longest that is still as frequent."""
        least = max(FEWEST, _BESIDE * self._struck.total())
        frequent = {phrase: n for phrase, n in self._beside.items() if n >= least}
        longest = [
            phrase
            for phrase, number in frequent.items()
            if not any(
                _contains(longer, phrase) and number_of_longer >= _BOUND * number
                for longer, number_of_longer in frequent.items()
            )
        ]
        return sorted(longest, key=lambda phrase: (-frequent[phrase], phrase))

    def together(self) -> list[str]:
        """Words nearly all of whose sentences hold a struck one, the most frequent first."""
        rates = {label: self._struck[label] / number for label, number in self._sentences.items()}
        companions = []
        for word, number in self._with.items():
            of_label = {label: words[word] for label, words in self._of_label.items()}
            by_chance = sum(
                rates[label] * number_of_label for label, number_of_label in of_label.items()
            )
            if number >= max(FEWEST, _TOGETHER * sum(of_label.values()), _LIFT * by_chance):
                companions.append(word)
        return sorted(companions, key=lambda word: (-self._with[word], word))


def _phrases(words: Sequence[str], index: int, out: set[int]) -> Iterable[tuple[str, ...]]:
    """All phrases of up to `LONGEST` words that end before, or begin behind, a struck word."""
    for step in (-1, 1):
        neighbours: list[str] = []
        place = index + step
        while 0 <= place < len(words) and len(neighbours) < LONGEST:
            if place in out or not _is_word(words[place]):
                break
            neighbours.append(words[place])
            yield tuple(neighbours[::step])
            place += step


def _contains(longer: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return len(longer) > size and any(
        longer[start : start + size] == phrase for start in range(len(longer) - size + 1)
    )


def _is_word(word: str) -> bool:
    return any(map(str.isalnum, word))
