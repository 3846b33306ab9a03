"""How far people agree on what is irrelevant: word by word, and sentence by sentence.

Only sentences that two people or more have reviewed say anything. What hands did is kept apart from
what rules and suggestions did: everybody was shown those, so that leaving them as they are is no
agreement. “Hands” leaves out every word that a rule strikes or that anybody struck because a model
suggested it; “with rules” counts every word as it is struck in the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from rrr.annotating.coefficients import (
    Coefficient,
    PairCounts,
    cohens_kappa,
    krippendorffs_alpha,
    positive_f1,
)
from rrr.annotating.votes import SentenceVotes

Pair = tuple[str, str]
"""Two people, in the order of their keys."""


@dataclass(frozen=True)
class PairAgreement:
    """Two people with the counts that the coefficients are of."""

    first: str
    second: str
    counts: PairCounts
    num_sentences: int

    @property
    def kappa(self) -> Coefficient:
        return cohens_kappa(self.counts)

    @property
    def f1(self) -> Coefficient:
        return positive_f1(self.counts)


@dataclass(frozen=True)
class UnitAgreement:
    """Agreement over units of one kind, words or sentences.

    `alpha` is over everybody; `num_units` counts the units, `num_struck` those that anybody struck,
    `num_agreed` those of them that everybody struck.
    """

    alpha: Coefficient
    pairs: tuple[PairAgreement, ...]
    num_units: int
    num_struck: int
    num_agreed: int


@dataclass(frozen=True)
class InterAnnotatorAgreement:
    """Agreement on `num_sentences` sentences that several people have reviewed."""

    num_sentences: int
    people: tuple[str, ...]
    words: UnitAgreement
    sentences: UnitAgreement


class AgreementTally:
    """Counts sentence after sentence; `agreement` says what came of it.

    A sentence counts as struck for a person if any of its words does.

    Args:
        with_rules: count every word, not only those that hands alone decided.
    """

    def __init__(self, *, with_rules: bool = False) -> None:
        self._with_rules = with_rules
        self._words, self._wholes = _Units(), _Units()
        self._people: set[str] = set()
        self._num_sentences = 0

    def add(self, sentence: SentenceVotes) -> None:
        """Count a sentence; one that fewer than two people reviewed is passed over."""
        if len(sentence.struck) < 2:
            return
        self._num_sentences += 1
        self._people |= sentence.struck.keys()
        left_out = frozenset[int]() if self._with_rules else sentence.not_by_hand
        struck = {
            person: frozenset(of_person) - left_out for person, of_person in sentence.struck.items()
        }
        self._words.add(struck, len(sentence.words) - len(left_out))
        is_struck = {
            person: frozenset([0] if is_any_struck else [])
            for person, is_any_struck in struck.items()
        }
        self._wholes.add(is_struck, 1)

    def agreement(self) -> InterAnnotatorAgreement:
        """Of everybody with everybody, on what was added so far."""
        return InterAnnotatorAgreement(
            self._num_sentences,
            tuple(sorted(self._people)),
            self._words.agreement(),
            self._wholes.agreement(),
        )


@dataclass
class _Units:
    """Counts of one kind of unit, sentence after sentence."""

    of_units: Counter[tuple[int, int]] = field(default_factory=Counter)
    of_pairs: dict[Pair, PairCounts] = field(default_factory=dict)
    num_sentences: Counter[Pair] = field(default_factory=Counter)

    def add(self, struck: Mapping[str, Collection[int]], num_units: int) -> None:
        votes = Counter(unit for of_person in struck.values() for unit in of_person)
        self.of_units.update((len(struck), number) for number in votes.values())
        self.of_units[len(struck), 0] += num_units - len(votes)
        for pair, counts in _pairs(struck, num_units):
            self.of_pairs[pair] = self.of_pairs.get(pair, PairCounts()) + counts
            self.num_sentences[pair] += 1

    def agreement(self) -> UnitAgreement:
        pairs = tuple(
            PairAgreement(*pair, counts, self.num_sentences[pair])
            for pair, counts in sorted(self.of_pairs.items())
        )
        struck = {key: number for key, number in self.of_units.items() if key[1]}
        return UnitAgreement(
            krippendorffs_alpha(self.of_units),
            pairs,
            self.of_units.total(),
            sum(struck.values()),
            sum(number for (people, votes), number in struck.items() if people == votes),
        )


def _pairs(
    struck: Mapping[str, Collection[int]], num_units: int
) -> Iterator[tuple[Pair, PairCounts]]:
    for first, second in combinations(sorted(struck), 2):
        units_of_first, units_of_second = set(struck[first]), set(struck[second])
        both, either = len(units_of_first & units_of_second), len(units_of_first | units_of_second)
        yield (
            (first, second),
            PairCounts(
                both, len(units_of_first) - both, len(units_of_second) - both, num_units - either
            ),
        )
