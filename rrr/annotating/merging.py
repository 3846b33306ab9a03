"""How the marks of several people in one sentence become one mask. There is no second way.

A person's vote on a token is whether it is struck for them: by their hand, or by a rule that they
did not take back there. What a reviewer decided counts before all votes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from rrr.annotating.masks import left_standing
from rrr.annotating.votes import SentenceVotes
from rrr.records import Annotation, MarkSource, Merge


@dataclass(frozen=True)
class MergedMarks:
    """The mask of one sentence.

    `struck` are the tokens that count as struck wherever that is asked, as in measurements.
    `shares` has tokens whose Z lies between 0 and 1: Z is 1 − share. It is empty for every policy
    but "graded".
    """

    struck: frozenset[int]
    shares: Mapping[int, float]


def merged(
    votes: Mapping[str, Collection[int]], merge: Merge, decided: Collection[int] | None = None
) -> MergedMarks:
    """Put votes together.

    Args:
        votes: the struck tokens of each person who reviewed the sentence; of one person, their
            marks come back unchanged, whatever the policy.
        merge: how.
        decided: the tokens that a reviewer struck; None if no reviewer has decided.
    """
    if decided is not None:
        return MergedMarks(frozenset(decided), {})
    weights = dict.fromkeys(votes, 1.0)
    if merge.policy == "weighted":
        weights = {person: merge.weights.get(person, 1.0) for person in votes}
    total = sum(weights.values())
    votes_for: dict[int, float] = {}
    for person, struck in votes.items():
        for token in struck:
            votes_for[token] = votes_for.get(token, 0.0) + weights[person]
    shares = {token: votes_for[token] / total for token in sorted(votes_for)}
    if merge.policy == "any":
        return MergedMarks(frozenset(shares), {})
    if merge.policy == "adjudicated":
        everybody = (token for token in shares if all(token in struck for struck in votes.values()))
        return MergedMarks(frozenset(everybody), {})
    if merge.policy == "graded":
        return MergedMarks(
            frozenset(token for token, share in shares.items() if share >= 0.5),
            {token: share for token, share in shares.items() if share < 1},
        )
    # Of two people with equal weights none is outvoted by a rounding error.
    return MergedMarks(frozenset(t for t, share in shares.items() if share > 0.5 + 1e-9), {})


@dataclass(frozen=True)
class SentenceMarks:
    """The mask of one sentence, with what struck each token, sorted; `shares` as in
    `MergedMarks`."""

    struck: Mapping[int, MarkSource]
    shares: Mapping[int, float]


def sentence_marks(sentence: SentenceVotes, merge: Merge) -> SentenceMarks:
    """Put everybody's marks in one sentence together; where nobody has reviewed it, and no reviewer
    decided, those of the rules remain."""
    if not sentence.struck and sentence.decided is None:
        return SentenceMarks(dict.fromkeys(sorted(sentence.by_rule), "rule"), {})
    together = merged(sentence.struck, merge, sentence.decided)
    return SentenceMarks(sentence.made_by(together.struck), together.shares)


def hits_left_standing(
    hits: Iterable[int],
    answers: Iterable[Annotation],
    merge: Merge,
    decided: Collection[int] | None,
    struck_since: datetime | None,
) -> frozenset[int]:
    """Hits of a rule that the people who reviewed the sentence, together, left standing.

    Args:
        hits: tokens that the rule strikes.
        answers: the reviewed ones, one of each person.
        merge: how they are put together.
        decided: the tokens that a reviewer struck; None if no reviewer has decided.
        struck_since: creation time of the rule, as in `masks.left_standing`.
    """
    struck = frozenset(hits)
    votes = {
        answer.annotator: struck - left_standing(struck, answer, struck_since) for answer in answers
    }
    return struck - merged(votes, merge, decided).struck
