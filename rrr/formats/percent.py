"""Shares written for people."""

from __future__ import annotations

NO_BREAK_SPACE = "\u00a0"


def percent(share: float) -> str:
    """Write a share in [0, 1] as a percentage that never rounds to a false 0 or 100.

    Whole numbers, with one decimal below 10 % and above 99 %: "88 %", "1.7 %", "99.6 %".
    """
    if share in (0, 1):
        digits = f"{share:.0%}"
    elif share < 0.001:
        digits = "< 0.1%"
    elif share > 0.999:
        digits = "> 99.9%"
    else:
        digits = f"{share:.1%}" if share < 0.0995 or share > 0.99 else f"{share:.0%}"
    return digits.replace("%", f"{NO_BREAK_SPACE}%")
