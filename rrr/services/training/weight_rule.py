"""Which λ to try next, and which to take. Pure: trials in, numbers out.

λ has a narrow useful window that moves with formula, data and classifier: below it the model keeps
relying on the marked words, above it it stops learning. So the search brackets the window by powers
of ten and then halves the bracket on a log scale. It goes by what happens when the marked words are
swapped or removed, never by plain validation accuracy, which prefers the model that cheats.

Inside the window chance decides which of two models looks better on a few hundred sentences. Where
these sentences cannot tell, the search looks half a power of ten to both sides of the best λ.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rrr.records import LabelAccuracy, Outcome, Reliance, Trial

MAX_TRIALS = 6
RELIANCE_ALLOWED = 0.02
"""Share of predictions that swapping the marked words may still change."""
ACCURACY_ALLOWED = 0.01
"""How far the neutral accuracy may lie below that of a model trained without the marked words."""
_STEP = 10.0
_STEP_ASIDE = math.sqrt(10.0)
_NARROW = 1.5
"""A bracket whose ends differ by less than this factor is not halved further."""
_SURE = 2
"""Standard errors beyond which a difference is not put down to chance."""


@dataclass(frozen=True)
class Ceiling:
    """What a model trained without the marked words reaches: its neutral accuracy, and the same
    label by label, in the order of the labels."""

    accuracy: float
    by_label: tuple[LabelAccuracy, ...] = ()


def outcome(reliance: Reliance, baseline: Reliance, ceiling: Ceiling) -> Outcome:
    """Whether a λ was too small, too large, or right.

    Args:
        reliance: of the model trained with it.
        baseline: of the model trained without the marks. Where λ leaves less accuracy than that
            without the words' help, more of it will not help.
        ceiling: what the model has to reach, no label left behind.
    """
    if _costs_more_than_it_helps(reliance, baseline):
        return "too_strong"
    if reliance.swap_flip_rate > RELIANCE_ALLOWED:
        return "too_weak"
    if reliance.neutral_accuracy < ceiling.accuracy - _allowed(ceiling.accuracy, reliance):
        return "too_strong"
    return "too_strong" if _fails_a_label(reliance, ceiling) else "good"


def tells_a_point(reliance: Reliance) -> bool:
    """Whether enough sentences were judged to notice the accuracy that may be lost."""
    accuracy = reliance.neutral_accuracy
    return _standard_error(accuracy, reliance.num_judged) / 2 <= ACCURACY_ALLOWED


def next_weight(
    trials: Sequence[Trial], first: float, baseline: Reliance, ceiling: Ceiling
) -> float | None:
    """The λ to try after these trials; None when the search is over."""
    if not trials:
        return first
    if len(trials) >= MAX_TRIALS:
        return None
    taken = best_of(trials, baseline)
    if _may_be_right(taken, baseline, ceiling):
        return _beside(taken, trials)
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
    """The trial whose model is taken: the most accurate one without the marked words' help; of
    equally accurate ones that with the smallest λ.

    Good ones come first, then those that no longer rely on the words, unless nothing is left of
    what the baseline can do without their help: a model that has learned nothing relies on nothing.
    """

    def worth(trial: Trial) -> tuple[bool, bool, bool, float, float]:
        return (
            trial.reliance is not None,
            _is_honest(trial, baseline),
            trial.outcome == "good",
            trial.score,
            -trial.reason_weight,
        )

    return max(trials, key=worth)


def _beside(taken: Trial, trials: Sequence[Trial]) -> float | None:
    """A λ next to the one that would be taken, the smaller first; None where the judged sentences
    tell that it is right, or both sides are known."""
    if taken.reliance is None or (taken.outcome == "good" and tells_a_point(taken.reliance)):
        return None
    at = taken.reason_weight
    weaker, stronger = at / _STEP_ASIDE, at * _STEP_ASIDE
    tried = [trial.reason_weight for trial in trials]
    if not any(weaker / _NARROW < weight < at for weight in tried):
        return weaker
    if not any(at < weight < stronger * _NARROW for weight in tried):
        return stronger
    return None


def _may_be_right(trial: Trial, baseline: Reliance, ceiling: Ceiling) -> bool:
    """Whether it ends the reliance at an accuracy that chance may have put below the ceiling."""
    if trial.reliance is None or not _is_honest(trial, baseline):
        return False
    error = _standard_error(ceiling.accuracy, trial.reliance.num_judged)
    allowed = max(ACCURACY_ALLOWED, _SURE * error)
    return trial.score >= ceiling.accuracy - allowed and not _fails_a_label(trial.reliance, ceiling)


def _is_honest(trial: Trial, baseline: Reliance) -> bool:
    return (
        trial.reliance is not None
        and trial.reliance.swap_flip_rate <= RELIANCE_ALLOWED
        and not _costs_more_than_it_helps(trial.reliance, baseline)
    )


def _fails_a_label(reliance: Reliance, ceiling: Ceiling) -> bool:
    """Whether one label loses more than chance allows."""
    for ours, theirs in zip(reliance.by_label, ceiling.by_label, strict=False):
        error = _standard_error(theirs.accuracy, theirs.number)
        if ours.accuracy < theirs.accuracy - max(ACCURACY_ALLOWED, _SURE * error):
            return True
    return False


def _allowed(accuracy: float, reliance: Reliance) -> float:
    """At least half a standard error of what is compared: more cannot be told from chance."""
    return max(ACCURACY_ALLOWED, _standard_error(accuracy, reliance.num_examples) / 2)


def _standard_error(accuracy: float, number: int) -> float:
    return math.sqrt(accuracy * (1 - accuracy) / number)


def _costs_more_than_it_helps(reliance: Reliance, baseline: Reliance) -> bool:
    least = baseline.neutral_accuracy - _allowed(baseline.neutral_accuracy, reliance)
    return reliance.neutral_accuracy < least
