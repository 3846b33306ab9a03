"""Marks as several people would make them, who overlook words and strike wrong ones."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from rrr.annotating.merging import merged
from rrr.annotating.person_weights import person_weights
from rrr.annotating.votes import SentenceVotes
from rrr.records import LabelledTexts, Merge, MergePolicy
from rrr.text import texts_of

PEOPLE: dict[str, tuple[float, float]] = {
    "careful": (0.05, 0.002),
    "usual": (0.2, 0.01),
    "tired": (0.35, 0.01),
    "hasty": (0.2, 0.04),
    "lost": (0.5, 0.04),
}
"""Share of the marked words that each overlooks, and of all other words that each strikes. The
words are drawn one by one, so that nobody errs in the same way twice."""

PER_SENTENCE = 3
"""How many of them review each sentence."""


def marked_by_people(data: LabelledTexts, policy: MergePolicy, seed: str) -> LabelledTexts:
    """The texts with the marks of simulated people, put together.

    Args:
        data: the texts with the right marks.
        policy: how the marks are put together. No reviewer decides anything.
        seed: fixes who reviews what, and what each gets wrong; the same for every policy.
    """
    votes = list(_votes(data, Random(seed)))
    weights = person_weights(votes) if policy == "weighted" else {}
    whole = [merged(vote.struck, Merge(policy, weights)) for vote in votes]
    shares = tuple(tuple(sorted(merge_result.shares.items())) for merge_result in whole)
    return LabelledTexts(
        data.texts,
        data.labels,
        tuple(tuple(sorted(merge_result.struck)) for merge_result in whole),
        shares if any(shares) else (),
    )


def _votes(data: LabelledTexts, random: Random) -> Iterator[SentenceVotes]:
    for row, (text, marked) in enumerate(zip(data.texts, data.marked, strict=True)):
        words = texts_of(text)
        people = random.sample(sorted(PEOPLE), PER_SENTENCE)
        struck = {}
        for person in people:
            overlooked, wrong = PEOPLE[person]
            struck[person] = {
                token: "hand"
                for token in range(len(words))
                if random.random() < (1 - overlooked if token in marked else wrong)
            }
        yield SentenceVotes(row, tuple(words), struck)  # type: ignore[arg-type]  # all by hand
