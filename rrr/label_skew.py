"""How surely a word goes with one label."""

from __future__ import annotations

import math
from collections.abc import Mapping

_Z = 1.96
"""Half width of the confidence interval, in standard errors: 95 %."""


def label_skew(per_label: Mapping[str, int], prior: Mapping[str, float]) -> float:
    """The word's skew towards the label it goes with most: in [0, 1], 0 none, 1 always that label.

    max over labels of (low(P(label | word)) − P(label)) / (1 − P(label)), at least 0, where `low`
    is the lower end of Wilson's 95 % interval (J. Am. Stat. Assoc. 22, 1927): three sentences of
    one label prove little, three hundred do.

    Args:
        per_label: In how many sentences of each label the word stands.
        prior: Each label's share of all sentences, in [0, 1].
    """
    total = sum(per_label.values())
    if total == 0:
        return 0.0
    skew = 0.0
    for label, count in per_label.items():
        expected = prior.get(label, 0.0)
        if expected < 1:
            skew = max(skew, (_wilson_low(count, total) - expected) / (1 - expected))
    return skew


def _wilson_low(count: int, total: int) -> float:
    share, spread = count / total, _Z * _Z / total
    root = math.sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, (share + spread / 2 - _Z * root) / (1 + spread))
