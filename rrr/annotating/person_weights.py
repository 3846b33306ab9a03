"""How much each person's marks weigh, by how well the person agrees with the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import combinations

from rrr.annotating.votes import SentenceVotes


def person_weights(sentences: Iterable[SentenceVotes]) -> dict[str, float]:
    """The weight of everybody who reviewed some of these sentences: 0.05 to 1.

    A person's weight is the F1 of the words that are struck for them. In a sentence that a reviewer
    decided it is measured against the decision, in each other sentence against every other person
    who reviewed it; the counts of all these comparisons are added up before F1 is taken:
    2 · both / (2 · both + the one alone + the other alone). Whoever was never compared, or only
    where nothing was struck at all, weighs 1. Nobody weighs less than 0.05, so that a sentence
    always has somebody whose vote counts.

    F1 as agreement where most tokens are not struck: Hripcsak and Rothschild, J. Am. Med. Inform.
    Assoc. 12(3), 2005. Weighting people by their agreement with the others is the worker quality
    of CrowdTruth (Inel et al., ISWC 2014), in its simplest form, without iteration.
    """
    both, apart, people = Counter[str](), Counter[str](), set[str]()

    def compare(person: str, struck: Collection[int], reference: Collection[int]) -> None:
        both[person] += len(set(struck) & set(reference))
        apart[person] += len(set(struck) ^ set(reference))

    for sentence in sentences:
        people |= sentence.struck.keys()
        if sentence.decided is not None:
            for person, struck in sentence.struck.items():
                compare(person, struck, sentence.decided)
            continue
        for (first, by_first), (second, by_second) in combinations(sentence.struck.items(), 2):
            compare(first, by_first, by_second)
            compare(second, by_second, by_first)
    return {
        person: max(LEAST_WEIGHT, 2 * both[person] / total) if total else 1.0
        for person in sorted(people)
        for total in [2 * both[person] + apart[person]]
    }


LEAST_WEIGHT = 0.05
