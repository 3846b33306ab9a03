"""Whether two runs came to the same numbers. Pure: records in, words out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import zip_longest
from typing import Any

from rrr.records import EpochReport, Run


def differing(
    first: Run, first_epochs: Sequence[EpochReport], other: Run, other_epochs: Sequence[EpochReport]
) -> list[str]:
    """Each number of a finished run that is another in the other one: “epoch 2, loss: 0.41, 0.42”.
    Times are not compared."""
    differences: list[str] = []
    for one, two in zip_longest(first_epochs, other_epochs):
        if one is None or two is None:
            differences.append(f"epochs: {len(first_epochs)}, {len(other_epochs)}")
            break
        epoch = f"epoch {one.epoch}, "
        differences += [epoch + difference for difference in _differences(one.metrics, two.metrics)]
    differences += _differences(_numbers_of(first), _numbers_of(other))
    return differences


def _numbers_of(run: Run) -> dict[str, Any]:
    values: dict[str, Any] = {} if run.evaluation is None else asdict(run.evaluation)
    for name in ("num_cut_marks", "by_label", "num_contradicted"):  # not told by older versions
        values.pop(name, None)
    if run.search is not None:
        trials = [{**asdict(trial), "seconds": None} for trial in run.search.trials]
        values |= {"λ": run.search.chosen, "trials": trials}
    return values


def _differences(one: Any, two: Any, name: str = "") -> Iterator[str]:
    if isinstance(one, dict) and isinstance(two, dict):
        for key in {**one, **two}:
            yield from _differences(one.get(key), two.get(key), f"{name} {key}".strip())
    elif isinstance(one, list | tuple) and isinstance(two, list | tuple) and len(one) == len(two):
        for number, (mine, other) in enumerate(zip(one, two, strict=True), start=1):
            yield from _differences(mine, other, f"{name} {number}".strip())
    elif one != two:
        yield f"{name}: {_formatted(one)}, {_formatted(two)}"


def _formatted(value: Any) -> str:
    return repr(value) if isinstance(value, float | int) else "none" if value is None else "other"
