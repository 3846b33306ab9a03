"""How far a proportion found in a few cases can be trusted."""

from __future__ import annotations

import math

Z_95 = 1.96
"""Standard deviations of a normal distribution that hold 95 % of it."""


def wilson_interval(hits: float, number: float, z: float = Z_95) -> tuple[float, float]:
    """Where the true proportion probably lies, given `hits` of `number` cases (Wilson, 1927).

    Unlike the textbook's p ± z·√(p(1−p)/n) it never leaves [0, 1], and has no width 0 where all or
    none of a few cases are hits. Without any case it is (0, 1).
    """
    if not 0 <= hits <= number:
        raise ValueError(f"Expected hits from 0 to {number}. Received: {hits}.")
    if number == 0:
        return 0.0, 1.0
    p = hits / number
    middle = (p + z * z / (2 * number)) / (1 + z * z / number)
    half = z / (1 + z * z / number) * math.sqrt(p * (1 - p) / number + z * z / (4 * number**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def difference_interval(
    p: float, number_p: int, q: float, number_q: int, z: float = Z_95
) -> tuple[float, float]:
    """Where p − q probably lies, for two proportions of independent cases (Newcombe, 1998,
    Statistics in Medicine 17, method 10)."""
    (low_p, high_p), (low_q, high_q) = (
        wilson_interval(p * number_p, number_p, z),
        wilson_interval(q * number_q, number_q, z),
    )
    return (
        p - q - math.hypot(p - low_p, high_q - q),
        p - q + math.hypot(high_p - p, q - low_q),
    )


def is_clearly_less(share: float, other: float, number: int) -> bool:
    """Whether a share lies below another one beyond chance (95 %), each of `number` cases; not
    where there are none."""
    return number > 0 and difference_interval(other, number, share, number)[0] > 0
