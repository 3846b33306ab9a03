"""Presses as they would have gone at a steady pace: the same trainings, epochs and losses, but each
epoch takes as long as the median of its kind in the project. So what other programs did on the
machine meanwhile does not count, and what is left of an error is that of epochs and tries."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from rrr.records import EpochReport, Run

if TYPE_CHECKING:
    from benchmarks.time_left import Look, Press

COMPILING, COMPILING_COLD = 0.3, 1.5
"""Seconds that a first epoch takes longer, and in the first press."""
SECONDS_BETWEEN_LOOKS = 0.1
_PENALTY_TIMES = 2.0  # where no epoch with the penalty was seen

Kind = tuple[int, bool, str]
"""Project, whether the marks are used, and the classifier."""


def steady(presses: Sequence[Press]) -> list[Press]:
    """The presses, anew."""
    pace = _Pace(presses)
    return [
        pace.press(press, COMPILING if n else COMPILING_COLD) for n, press in enumerate(presses)
    ]


def _states(press: Press) -> Iterator[Look]:
    """The first look at each state of a press."""
    last = None
    for look in press.looks:
        state = [(r.id, r.status, r.stage, len(look.reports[r.id])) for r in look.pair if r]
        if state != last:
            yield look
        last = state


def _kind(run: Run) -> Kind:
    marked = not run.is_baseline and (run.stage is None or run.stage.has_penalty)
    tried = run.stage.classifier if run.stage is not None else None
    return run.project_id, marked, tried or run.config.classifier


class _Pace:
    """What an epoch of each kind takes, and how many epochs each try had."""

    def __init__(self, presses: Sequence[Press]) -> None:
        seconds: dict[Kind, dict[object, list[float]]] = defaultdict(dict)
        self._epochs: dict[object, int] = {}
        for press in presses:
            for look in _states(press):
                for run in filter(None, look.pair):
                    told = look.reports[run.id]
                    pairs = itertools.pairwise(told)
                    if len(told) > 1:
                        seconds[_kind(run)][run.id, run.stage] = [
                            after.seconds - before.seconds for before, after in pairs
                        ]
                    if run.stage is not None:
                        self._epochs[run.id, run.stage.reason_weight or run.stage.classifier] = len(
                            told
                        )
        self._medians = {
            kind: median(value for values in of_kind.values() for value in values)
            for kind, of_kind in seconds.items()
        }

    def epoch(self, kind: Kind) -> float:
        project, marked, classifier = kind
        plain = self._medians.get((project, False, classifier), 0.5)
        return self._medians.get(kind, _PENALTY_TIMES * plain if marked else plain)

    def reports(self, run: Run, told: Sequence[EpochReport], compiling: float) -> list[EpochReport]:
        epoch = self.epoch(_kind(run))
        return [replace(report, seconds=compiling + epoch * report.epoch) for report in told]

    def run(self, run: Run, compiling: float) -> Run:
        """With the seconds of its tries."""
        if run.search is not None:
            of_marked, of_plain = (
                self.epoch((run.project_id, marked, run.config.classifier))
                for marked in (True, False)
            )
            trials = tuple(
                replace(
                    trial,
                    seconds=compiling
                    + of_marked * self._epochs[run.id, trial.reason_weight]
                    + of_plain,
                )
                for trial in run.search.trials
            )
            run = replace(run, search=replace(run.search, trials=trials))
        if run.choice is not None:
            tried = tuple(
                replace(
                    kind,
                    seconds=compiling
                    + self.epoch((run.project_id, False, kind.classifier))
                    * (1 + self._epochs_of_kind(run, kind.classifier)),
                )
                for kind in run.choice.tried
            )
            run = replace(run, choice=replace(run.choice, tried=tried))
        return run

    def _epochs_of_kind(self, run: Run, classifier: str) -> int:
        """The baseline of a press, one number before, compares for both."""
        own = self._epochs.get((run.id, classifier))
        return own or self._epochs.get((run.id - 1, classifier)) or run.config.epochs // 2

    def press(self, press: Press, compiling: float) -> Press:
        states, at, looks = list(_states(press)), 0.0, []
        begun = states[0].now
        ends = [*(look.seconds for look in states[1:]), press.seconds]
        for number, (look, end) in enumerate(zip(states, ends, strict=True)):
            after = states[number + 1] if number + 1 < len(states) else None
            lasts = self._lasts(look, after, end - look.seconds, compiling)
            pair = tuple(run and self.run(run, compiling) for run in look.pair)
            reports = {
                run.id: self.reports(run, look.reports[run.id], compiling)
                for run in look.pair
                if run
            }
            for step in range(max(1, round(lasts / SECONDS_BETWEEN_LOOKS))):
                since = step * SECONDS_BETWEEN_LOOKS
                seconds = at + since
                now = begun + timedelta(seconds=seconds)
                looks.append(
                    replace(
                        look,
                        seconds=seconds,
                        pair=pair,
                        reports=reports,
                        since_report=since,
                        now=now,
                    )
                )
            at += lasts
        known = {run.id: run for run in press.known}
        told = {
            run_id: self.reports(known[run_id], of_run, compiling)
            for run_id, of_run in press.reports_of_known.items()
        }
        runs = [self.run(run, compiling) for run in press.known]
        return replace(press, looks=looks, seconds=at, known=runs, reports_of_known=told)

    def _lasts(self, look: Look, after: Look | None, seconds: float, compiling: float) -> float:
        """A state: as long as the epochs behind it, else as it did, an epoch at most."""
        for run in filter(None, after.pair if after is not None else ()):
            before, then = len(look.reports.get(run.id, ())), len(after.reports[run.id])
            if then > before and not (before == 0 and then > 2):  # a baseline taken over tells all
                return (then - before) * self.epoch(_kind(run)) + (0 if before else compiling)
        run = next(run for run in reversed(look.pair) if run is not None)
        return min(seconds, self.epoch((run.project_id, False, run.config.classifier)))
