"""How far reliance varies with the seed, where there are runs that differ in nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rrr.intervals import Interval
from rrr.proportions import wilson_interval
from rrr.records import Evaluation, Reliance, Run


@dataclass(frozen=True)
class Spread:
    """A measure of one model with its 95 % interval, all in [0, 1].

    `share` is that of the run itself; with several seeds, their mean. `num_seeds` of 1 tells that
    the interval is Wilson's over `number` sentences: it says nothing about another training.
    """

    share: float
    low: float
    high: float
    num_seeds: int
    number: int


def alike(run: Run, runs: Sequence[Run]) -> list[Run]:
    """The finished runs that differ from this one in the seed only, itself included; the newest of
    each seed."""
    by_seed = {run.config.seed: run}
    for other in sorted(runs, key=lambda candidate: -candidate.id):
        if (
            other.status == "finished"
            and other.marks_hash == run.marks_hash
            and replace(other.config, seed=run.config.seed) == run.config
        ):
            by_seed.setdefault(other.config.seed, other)
    return list(by_seed.values())


RELIANCE_MEASURES: dict[str, Callable[[Reliance], float]] = {
    "swap changes prediction": lambda reliance: reliance.swap_flip_rate,
    "removal changes prediction": lambda reliance: reliance.removal_change,
}


def reliance_spreads(evaluation: Evaluation, run: Run, runs: Sequence[Run]) -> dict[str, Spread]:
    """Each measure of reliance with its interval: Student's over seeds where there are several,
    else Wilson's over sentences. Empty where reliance was not measured.

    Args:
        evaluation: how the run is measured now.
        run: the run.
        runs: those of its project.
    """
    own_reliance = evaluation.reliance
    if own_reliance is None:
        return {}
    others = [
        other.evaluation.reliance
        for other in alike(run, runs)
        if other.id != run.id and other.evaluation and other.evaluation.reliance
    ]
    return {
        name: _spread(
            [measure(reliance) for reliance in (own_reliance, *others)], own_reliance.num_examples
        )
        for name, measure in RELIANCE_MEASURES.items()
    }


def _spread(values: Sequence[float], number: int) -> Spread:
    if len(values) == 1:
        low, high = wilson_interval(values[0] * number, number)
        return Spread(values[0], low, high, 1, number)
    interval = Interval.of(values)
    low, high = interval.mean - interval.half_width, interval.mean + interval.half_width
    return Spread(interval.mean, max(0.0, low), min(1.0, high), len(values), number)
