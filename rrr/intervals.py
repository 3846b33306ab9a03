"""Means over seeds, and how sure they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """Mean of `count` seeds and half the width of its 95 % interval (Student's t).

    The seeds share one corpus: the interval says how much training varies, not how much another
    corpus would. NaN for a single seed.
    """

    mean: float
    half_width: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Interval:
        """The interval of at least one value."""
        count = len(values)
        mean = math.fsum(values) / count
        if count == 1:
            return cls(mean, math.nan, 1)
        from scipy.special import stdtrit  # scipy.stats takes seconds to load

        variance = math.fsum((value - mean) ** 2 for value in values) / (count - 1)
        width = float(stdtrit(count - 1, 0.975)) * math.sqrt(variance / count)
        return cls(mean, width, count)
