"""Which kind of classifier to take of those that were tried. Pure: records in, records out.

The cheapest kind is taken whose accuracy lies within one standard error of the best one's (Breiman,
Friedman, Olshen and Stone, 1984): beyond that the judged sentences tell kinds apart, within it they
hardly do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from rrr.formats.percent import percent
from rrr.records import (
    CHEAPEST_FIRST,
    CLASSIFIER_NAMES,
    ClassifierChoice,
    Run,
    TrainingConfig,
    TriedClassifier,
    baseline_config,
)
from rrr.services.training.weight_rule import Ceiling

SHARE_OF_TIME = 0.5
"""Of the minutes a search may take: comparing kinds takes this share at most."""


def taken_of(tried: Sequence[TriedClassifier]) -> TriedClassifier | None:
    """The one to take; None where no kind could be trained."""
    able = _able(tried)
    if not able:
        return None
    best = _best(able)
    least = _accuracy(best) - _standard_error(best)
    return next(candidate for candidate in able if _accuracy(candidate) >= least)


def reason_for(
    taken: TriedClassifier, tried: Sequence[TriedClassifier], *, with_marks: bool
) -> str:
    """Why it was taken, with its numbers.

    Args:
        taken: as `taken_of` says.
        tried: all that were tried; time has run out before the others.
        with_marks: whether there were struck words to delete.
    """
    best = _best(_able(tried))
    trained = "trained without the struck words, " if with_marks else ""
    judged = f"{percent(_accuracy(taken))} of {taken.num_judged:,} sentences"
    why = f"The kind “{taken.name}” was taken: {trained}it is right in {judged}"
    if best is taken:
        why += ", the most of all kinds tried." if len(tried) > 1 else "."
    else:
        why += (
            f". The best, {best.name}, is right in {percent(_accuracy(best))}. So many sentences "
            "cannot tell the two apart, and the kind that was taken is trained faster."
        )
    known = {candidate.classifier for candidate in tried}
    missing = [CLASSIFIER_NAMES[kind] for kind in CHEAPEST_FIRST if kind not in known]
    if missing:
        why += f" There was no time to try: {', '.join(missing)}."
    return why


def choice_before(config: TrainingConfig, known: Sequence[Run]) -> ClassifierChoice | None:
    """The choice that was made for these settings already, if any.

    Args:
        config: leaves the kind open.
        known: runs with the same sentences and marks.
    """
    for run in known:
        if config.classifier != "auto" or run.choice is None or run.choice.chosen is None:
            continue
        alike = replace(config, classifier=run.choice.chosen)
        if baseline_config(alike) == baseline_config(run.config):
            return run.choice
    return None


def ceiling_of(choice: ClassifierChoice | None) -> Ceiling | None:
    """What the kind that was chosen reached on texts without the struck words. A search for λ with
    that kind begins with the very same training. None where it was not measured."""
    taken = None if choice is None else choice.taken
    if taken is None or taken.accuracy is None or not taken.by_label:
        return None
    return Ceiling(taken.accuracy, taken.by_label)


def with_kind_of(config: TrainingConfig, choice: ClassifierChoice | None) -> TrainingConfig:
    """The settings with the kind that was chosen; as they are where none was."""
    if choice is None or choice.chosen is None:
        return config
    named = replace(config, classifier=choice.chosen)
    return baseline_config(named) if named.reason_weight == 0 else named


def _able(tried: Sequence[TriedClassifier]) -> list[TriedClassifier]:
    """Those that could be trained, the cheapest first."""
    able = (candidate for candidate in tried if candidate.accuracy is not None)
    return sorted(able, key=lambda candidate: CHEAPEST_FIRST.index(candidate.classifier))


def _best(able: Sequence[TriedClassifier]) -> TriedClassifier:
    return max(able, key=_accuracy)  # the first of several: the cheapest


def _accuracy(candidate: TriedClassifier) -> float:
    return candidate.accuracy or 0.0


def _standard_error(candidate: TriedClassifier) -> float:
    accuracy = _accuracy(candidate)
    return math.sqrt(accuracy * (1 - accuracy) / max(1, candidate.num_judged))
