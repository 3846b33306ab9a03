"""Which λ to try next, and which to take. Pure: trials in, numbers out.

λ has a narrow useful window that moves with formula, data and classifier: below it the model keeps
relying on the marked words, above it it stops learning. So the search brackets the window by powers
of ten and then halves the bracket on a log scale. It goes by what happens when the marked words are
swapped or removed, never by plain validation accuracy, which prefers the model that cheats.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from rrr.proportions import difference_interval
from rrr.records import Outcome, Reliance, Trial

MAX_TRIALS = 6
RELIANCE_ALLOWED = 0.02
"""Share of predictions that swapping the marked words may still change."""
ACCURACY_ALLOWED = 0.01
"""How far the neutral accuracy may lie below that of a model trained without the marked words."""
_STEP = 10.0
_NARROW = 1.5
"""A bracket whose ends differ by less than this factor is not halved further."""


def outcome(reliance: Reliance, baseline: Reliance, deleted_accuracy: float) -> Outcome:
    """Whether a λ was too small, too large, or right.

    Args:
        reliance: of the model trained with it.
        baseline: of the model trained without the marks. Where λ leaves less accuracy than that
            without the words' help, more of it will not help.
        deleted_accuracy: neutral accuracy of a model trained without the marked words.
    """
    if _costs_more_than_it_helps(reliance, baseline):
        return "too_strong"
    if reliance.swap_flip_rate > RELIANCE_ALLOWED:
        return "too_weak"
    if reliance.neutral_accuracy < deleted_accuracy - _allowed(deleted_accuracy, reliance):
        return "too_strong"
    return "good"


def _allowed(accuracy: float, reliance: Reliance) -> float:
    """At least half a standard error of what is compared: more cannot be told from chance."""
    error = math.sqrt(accuracy * (1 - accuracy) / reliance.num_examples)
    return max(ACCURACY_ALLOWED, error / 2)


def is_clearly_less(accuracy: float, other: float, number: int) -> bool:
    """Whether an accuracy lies below another one beyond chance (95 %), each of `number` cases."""
    return number > 0 and difference_interval(other, number, accuracy, number)[0] > 0


def next_weight(trials: Sequence[Trial], first: float) -> float | None:
    """The λ to try after these trials; None when the search is over."""
    if not trials:
        return first
    if any(trial.outcome == "good" for trial in trials) or len(trials) >= MAX_TRIALS:
        return None
    weak = [trial.reason_weight for trial in trials if trial.outcome == "too_weak"]
    strong = [trial.reason_weight for trial in trials if trial.outcome != "too_weak"]
    if not strong:
        return max(weak) * _STEP
    if not weak:
        return min(strong) / _STEP
    if min(strong) / max(weak) < _NARROW:  # 1 or less where the outcomes are not monotone
        return None
    return math.sqrt(max(weak) * min(strong))


def best_of(trials: Sequence[Trial], baseline: Reliance) -> Trial:
    """The trial whose model is taken: the most accurate one without the marked words' help.

    Those that no longer rely on the words come first, unless nothing is left of what the baseline
    can do without their help: a model that has learned nothing relies on nothing.
    """

    def worth(trial: Trial) -> tuple[bool, bool, float, float]:
        reliance = trial.reliance
        honest = (
            reliance is not None
            and reliance.swap_flip_rate <= RELIANCE_ALLOWED
            and not _costs_more_than_it_helps(reliance, baseline)
        )
        return reliance is not None, honest, trial.score, -trial.reason_weight

    return max(trials, key=worth)


def _costs_more_than_it_helps(reliance: Reliance, baseline: Reliance) -> bool:
    least = baseline.neutral_accuracy - _allowed(baseline.neutral_accuracy, reliance)
    return reliance.neutral_accuracy < least
