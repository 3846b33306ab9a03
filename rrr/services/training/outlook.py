"""What a press of the button is expected to take, by earlier runs of the project. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rrr.records import EpochReport, Run, TrainingConfig, baseline_config, settings_of_pace
from rrr.services.training.pace import Pace, measured_pace, usual_pace
from rrr.services.training.time_left import SECONDS_TO_BEGIN, work_of_press
from rrr.services.training.training_length import Length, expected_length

_MOST_RUNS = 3
"""Earlier runs that are looked at, of each kind."""


@dataclass(frozen=True)
class Outlook:
    """What is expected of a press before it has told anything. `holds_back`: whether no validation
    sentence has a marked word, see `time_left.work_of_press`."""

    pace: Pace
    holds_back: bool
    seconds: float  # all of it, if the search for λ is as short as usual
    most_seconds: float = 0.0  # if it tries as often as it may
    length: Length = field(default_factory=Length)


def outlook_of(
    config: TrainingConfig,
    num_tokens: int,
    known: Sequence[Run],
    epochs: Callable[[int], Sequence[EpochReport]],
    inputs: Mapping[str, str],
    *,
    holds_back: bool,
) -> Outlook:
    """Reckon what a press with these settings will take.

    Args:
        config: the settings.
        num_tokens: tokens in the training split.
        known: runs of the same project, newest first; those that resemble are the better guide, and
            a finished baseline of the same settings and `inputs` serves again.
        epochs: tells what a run has reported.
        inputs: versions that the press would train under, see `versions.inputs_of`.
        holds_back: see `Outlook`.
    """
    finished = [run for run in known if run.status == "finished"]
    marked = _like(config, [run for run in finished if not run.is_baseline])
    plain = _like(baseline_config(config), [run for run in finished if run.is_baseline])
    of_marked, of_plain = ([epochs(run.id) for run in of] for of in (marked, plain))
    usual = usual_pace(config, num_tokens)
    pace = measured_pace(usual, next(iter(of_plain), ()), next(iter(of_marked), ()))
    trials = [len(run.search.trials) for run in marked if run.search is not None]
    length = expected_length(
        config, _last_epochs(of_plain, config), _last_epochs(of_marked, config), trials
    )
    equal = [run for run in finished if run.config == baseline_config(config)]
    is_there = any(run.versions == inputs for run in equal)
    seconds, most = (
        SECONDS_TO_BEGIN
        + work_of_press(
            config, expected, holds_back=holds_back, baseline_is_there=is_there
        ).seconds(pace)
        for expected in (length, length.with_all_trials)
    )
    most = min(most, seconds + 60 * config.search_minutes)
    return Outlook(pace, holds_back, seconds, most, length)


def _like(config: TrainingConfig, runs: Iterable[Run]) -> list[Run]:
    """The newest of the runs whose epochs take as long."""
    pace = settings_of_pace(config)
    return [run for run in runs if settings_of_pace(run.config) == pace][:_MOST_RUNS]


def _last_epochs(of_runs: Sequence[Sequence[EpochReport]], config: TrainingConfig) -> list[int]:
    """Behind which epoch those ended that might have taken equally many."""
    return [
        reports[-1].epoch
        for reports in of_runs
        if reports and reports[-1].num_epochs == config.epochs
    ]
