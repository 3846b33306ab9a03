"""How far people strike what the heat points at, told from control sentences without it.

If the heat steers people, words it points at make up more of what they strike where it is shown
than where it is not. The sentences of each kind were chosen by chance, so the difference is the
heat's doing. It is an understatement where people have learned the words: they then strike them in
control sentences, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rrr.proportions import difference_interval
from rrr.records import Annotation

LEAST_SENTENCES = 25
"""Of each kind. With fewer, a proportion's 95 % interval is wider than 20 points to each side
(0.98 / √25), so that only an enormous difference would show."""


@dataclass(frozen=True)
class Steering:
    """What was struck by hand, with the heat and without.

    Each number of sentences counts those with a word struck by hand. `shown_share` and
    `blind_share` are the mean shares of these words that the heat pointed at (or would have), in
    [0, 1], None without any sentence. `low` and `high` hold their difference with 95 % certainty;
    None where there are too few sentences to tell.
    """

    shown_sentences: int
    blind_sentences: int
    shown_share: float | None
    blind_share: float | None
    low: float | None
    high: float | None


def steering(answers: Iterable[Annotation]) -> Steering:
    """Compare what was struck with the heat and without.

    Sentences, not words, are the cases: words of a sentence are not struck independently. A share
    of a sentence's words varies no more than a yes or no, so Wilson's and Newcombe's intervals are
    wide enough.

    Args:
        answers: those without an exposure or without a word struck by hand do not count.
    """
    shares: dict[bool, list[float]] = {False: [], True: []}
    for answer in answers:
        struck = set(answer.marked)
        if answer.exposure is not None and struck:
            pointed = struck & set(answer.exposure.pointed)
            shares[answer.exposure.blind].append(len(pointed) / len(struck))
    shown_share, blind_share = (_mean(shares[kind]) for kind in (False, True))
    low = high = None
    if (
        shown_share is not None
        and blind_share is not None
        and min(map(len, shares.values())) >= LEAST_SENTENCES
    ):
        low, high = difference_interval(
            shown_share, len(shares[False]), blind_share, len(shares[True])
        )
    return Steering(len(shares[False]), len(shares[True]), shown_share, blind_share, low, high)


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
