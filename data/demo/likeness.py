"""How alike two reviews read: the share of word trigrams they have in common."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

Trigrams = frozenset[tuple[str, str, str]]


def trigrams(text: str) -> Trigrams:
    """Every three neighbouring words, without punctuation and case."""
    words = re.findall(r"[\w'-]+", text.casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def jaccard(one: Trigrams, other: Trigrams) -> float:
    """Shared trigrams as a share of all trigrams of the two, in [0, 1]."""
    return len(one & other) / len(one | other)


class Collection:
    """The reviews made so far; tells how alike a text is to the nearest of them."""

    def __init__(self) -> None:
        self._reviews: list[Trigrams] = []
        self._holders: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)

    def likeness(self, text: str) -> float:
        """Largest Jaccard index of `text` with any review added before, in [0, 1]."""
        mine = trigrams(text)
        holders = Counter(number for trigram in mine for number in self._holders.get(trigram, ()))
        return max(
            (
                shared / (len(mine) + len(self._reviews[number]) - shared)
                for number, shared in holders.items()
            ),
            default=0.0,
        )

    def add(self, text: str) -> None:
        number = len(self._reviews)
        self._reviews.append(trigrams(text))
        for trigram in self._reviews[number]:
            self._holders[trigram].append(number)
