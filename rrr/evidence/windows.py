"""The useful window of λ, and how much of the gain a share of the marks already gives."""

from __future__ import annotations

import math
from collections.abc import Mapping

from rrr.evidence.goals import LEAST_OF_CEILING, MOST_SWAP_FLIPS
from rrr.evidence.methods import DELETING, PLAIN, SHARES, with_share
from rrr.evidence.seed_means import Summary
from rrr.intervals import Interval

Numbers = Mapping[str, Interval]


def cures(numbers: Numbers, ceiling: Numbers) -> bool:
    """Whether the means reach the targets: few swap flips, and nearly the ceiling's accuracy."""
    least = LEAST_OF_CEILING * ceiling["accuracy.free"].mean
    return (
        numbers["swap_flip_rate"].mean <= MOST_SWAP_FLIPS
        and numbers["accuracy.free"].mean >= least
        and numbers["accuracy.flipped"].mean >= least
    )


def useful_window(
    summary: Summary, corpus: str, kind: str, methods: Mapping[str, float]
) -> tuple[float, float] | None:
    """The longest run of neighbouring λ that all cure, as its ends; None where none does."""
    ceiling = summary.get((corpus, DELETING, kind))
    if ceiling is None:
        return None
    best: tuple[float, float] | None = None
    begun: float | None = None
    for name, weight in methods.items():
        numbers = summary.get((corpus, name, kind))
        if numbers is None or not cures(numbers, ceiling):
            begun = None
            continue
        begun = weight if begun is None else begun
        if best is None or math.log(weight / begun) > math.log(best[1] / best[0]):
            best = begun, weight
    return best


def gains(summary: Summary, corpus: str, kind: str) -> dict[float, float]:
    """Share of the marks -> share of the full gain in accuracy with the words flipped.

    The gain is over plain training; 1 with all marks. Empty where these were not measured.
    """
    plain = summary.get((corpus, PLAIN, kind))
    full = summary.get((corpus, with_share(1.0), kind))
    if not plain or not full:
        return {}
    name = "accuracy.flipped"
    whole = full[name].mean - plain[name].mean
    if whole <= 0:
        return {}
    by_share = {share: summary.get((corpus, with_share(share), kind)) for share in SHARES}
    return {
        share: (numbers[name].mean - plain[name].mean) / whole
        for share, numbers in by_share.items()
        if numbers
    }
