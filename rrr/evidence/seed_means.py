"""What was measured of each setting, over its seeds."""

from __future__ import annotations

from collections.abc import Iterable

from rrr.evidence.cells import Measured
from rrr.intervals import Interval

Setting = tuple[str, str, str]
"""Corpus, method and kind of classifier."""

Summary = dict[Setting, dict[str, Interval]]


def summarise(results: Iterable[Measured]) -> Summary:
    """What was measured of each setting, over its seeds; a number missing in some seeds counts with
    those that have it."""
    values: dict[Setting, dict[str, list[float]]] = {}
    for measured in results:
        cell = measured.cell
        of_setting = values.setdefault((cell.corpus, cell.method, cell.classifier), {})
        for name, number in measured.numbers.items():
            of_setting.setdefault(name, []).append(number)
    return {
        setting: {name: Interval.of(numbers) for name, numbers in of_setting.items()}
        for setting, of_setting in values.items()
    }
