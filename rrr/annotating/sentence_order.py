"""In which order a person meets the sentences: pure arithmetic, no database and no model.

*Most useful first* asks for the sentences that a person's answer is likely to tell the model most
about: those where it is unsure, and looks at words that nobody has judged yet.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from heapq import heappop, heappush
from typing import Literal

import numpy as np
import numpy.typing as npt

from rrr.records import Candidate

Order = Literal["useful", "in_order", "random", "changed", "flagged", "mine"]


def uncertainty(probabilities: Sequence[float]) -> float:
    """How undecided a prediction is: its entropy over the largest possible, from 0 to 1."""
    entropy = -sum(p * math.log(p) for p in probabilities if p > 0)
    return min(1.0, max(0.0, entropy / math.log(max(2, len(probabilities)))))


def usefulness(candidate: Candidate, judged: AbstractSet[str] = frozenset()) -> float:
    """(saliency on words not judged) × uncertainty, in [0, 1].

    Args:
        judged: words that have been judged since the sentence was read; more of them never make it
            more useful.
    """
    return candidate.uncertainty * sum(
        share for word, share in candidate.words if word not in judged
    )


def most_useful(
    candidates: Iterable[Candidate],
    judged: AbstractSet[str],
    count: int,
    words_of: Callable[[Candidate], Iterable[str]],
) -> list[Candidate]:
    """The `count` most useful candidates, one after the other, the lower id where equal.

    An answer judges all words of its sentence. So those of each candidate chosen are judged for the
    following ones, and a word that much leans on does not fill the whole list.

    Args:
        candidates: in falling order of their usefulness when they were read. As judging words only
            lowers it, no more of them are looked at than may still come in.
        judged: words that have been judged since.
        count: how many are wanted.
        words_of: all words of a candidate's sentence; the candidate has only those that the model
            looked at most.
    """
    judged_words = set(judged)
    coming = iter(candidates)
    following = next(coming, None)
    heap: list[tuple[float, int, Candidate]] = []  # each was once, or is, as useful as it says
    best: list[Candidate] = []
    while len(best) < count and (heap or following):
        while following and (not heap or -usefulness(following) <= heap[0][0]):
            heappush(heap, _entry(following, judged_words))
            following = next(coming, None)
        first = heappop(heap)
        entry = _entry(first[2], judged_words)
        if entry != first:
            heappush(heap, entry)
        else:
            best.append(entry[2])
            if len(best) < count:
                judged_words.update(words_of(entry[2]))
    return best


def _entry(candidate: Candidate, judged: AbstractSet[str]) -> tuple[float, int, Candidate]:
    return -usefulness(candidate, judged), candidate.example_id, candidate


def shuffled(size: int, seed: str) -> npt.NDArray[np.int64]:
    """The numbers from 0 to `size` − 1 in an order fixed by `seed`; 200,000 take 3 ms."""
    entropy = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=8).digest())
    return np.random.default_rng(entropy).permutation(size)
