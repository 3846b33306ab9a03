"""Spans of time written for people."""

from __future__ import annotations

from rrr.formats.percent import NO_BREAK_SPACE


def duration(seconds: float) -> str:
    """A span of time with one unit and no false precision: "8 s", "50 s", "3 min", "2 h".

    Below 10 seconds to the second, below a minute to 5 seconds, then whole minutes and hours.
    """
    if seconds < 10:
        number, unit = round(seconds), "s"
    elif seconds < 57.5:
        number, unit = 5 * round(seconds / 5), "s"
    elif seconds < 59.5 * 60:
        number, unit = round(seconds / 60), "min"
    else:
        number, unit = round(seconds / 3600), "h"
    return f"{number}{NO_BREAK_SPACE}{unit}"


def duration_range(least: float, most: float) -> str:
    """Two spans of time, or one where they read alike: "1 min to 4 min"."""
    ends = duration(least), duration(most)
    return ends[0] if ends[0] == ends[1] or most <= least else " to ".join(ends)
