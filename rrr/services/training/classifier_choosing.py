"""Comparing the kinds of classifier where a person leaves the kind open.

Each kind that is trained from scratch is trained on texts without the struck words, the cheapest
first, and judged as the search for λ judges: on sentences it has not learned from, without these
words' help. That is what the marks are to reach with this kind. Models of the texts as they are
would not tell: by plain accuracy the kind that cheats best wins, and without the words' help the
one that cheats least, however little it can learn.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from rrr.annotating.marked_words import marked_words
from rrr.errors import DataError, Diverged
from rrr.records import (
    CHEAPEST_FIRST,
    ClassifierChoice,
    EpochReport,
    LabelAccuracy,
    LabelledTexts,
    SearchStage,
    TrainingConfig,
    TriedClassifier,
)
from rrr.services.training.classifier_rule import reason_for, taken_of
from rrr.services.training.evaluating import accuracy_of, judge
from rrr.services.training.memory import Memory, NoMemory
from rrr.services.training.trials import Settled, TrialBench

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier


def choose_classifier(
    training: LabelledTexts,
    validation: LabelledTexts | None,
    config: TrainingConfig,
    *,
    labels: tuple[str, ...],
    marks_hash: str,
    report: Callable[[EpochReport], None],
    should_stop: Callable[[], bool],
    tell: Callable[[ClassifierChoice], None] = lambda choice: None,
    done: ClassifierChoice | None = None,
    memory: Memory | None = None,
    max_seconds: float = math.inf,
) -> ClassifierChoice:
    """Choose the kind of classifier for these sentences and marks.

    Args:
        training: what is learned from, with its marks, if there are any.
        validation: what kinds are judged on; marked words count wherever they stand there.
        config: the settings; its classifier and its λ play no part.
        labels: class names.
        marks_hash: identifies the marks; kept with the models.
        report: called after each epoch of whatever is being trained.
        should_stop: asked after each batch.
        tell: called with the choice so far as each training begins.
        done: what an interrupted choice with the same inputs had told last.
        memory: where that one kept its training, and where this one keeps its own.
        max_seconds: after these, no further kind is tried once there is one that can be trained.

    Raises:
        Cancelled: as soon as `should_stop` says so.
        DataError: if there is nothing to learn from, or no kind can be trained.
    """
    bench = TrialBench(
        training,
        validation,
        marked_words(training),
        replace(config, reason_weight=0.0),
        labels,
        marks_hash,
        report,
        should_stop,
        memory=memory or NoMemory(),
    )
    unmarked = bench.words.deleted_from(bench.learned)
    choice = done or ClassifierChoice()
    began = time.monotonic() - choice.seconds

    def time_is_up() -> bool:
        return taken_of(choice.tried) is not None and time.monotonic() - began >= max_seconds

    known = {candidate.classifier for candidate in choice.tried}
    for kind in CHEAPEST_FIRST:
        if kind in known:
            continue
        if time_is_up():
            break
        stage = SearchStage("kind of classifier", classifier=kind)
        choice = replace(choice, stage=stage)
        tell(choice)
        begun = time.monotonic()
        try:
            trained = bench.train(stage, unmarked, should_settle=time_is_up)
        except Settled:
            break
        except Diverged:
            tried = TriedClassifier(kind, None, 0, time.monotonic() - begun)
        else:
            accuracy, by_label = _judged(bench, trained)
            seconds = time.monotonic() - begun
            tried = TriedClassifier(kind, accuracy, len(bench.judged), seconds, by_label)
        choice = replace(choice, tried=(*choice.tried, tried))
    taken = taken_of(choice.tried)
    if taken is None:
        raise DataError(
            "No kind of classifier could be trained: the loss was no longer a number. Try a lower "
            "learning rate."
        )
    with_marks = bool(bench.words.label_counts)
    why = reason_for(taken, choice.tried, with_marks=with_marks)
    return replace(choice, stage=None, chosen=taken.classifier, why=why)


def _judged(
    bench: TrialBench, trained: TrainedClassifier
) -> tuple[float, tuple[LabelAccuracy, ...]]:
    """Accuracy without the struck words' help, where any of them stands in the judged sentences,
    and the same label by label."""
    reliance = judge(trained, bench.judged, bench.words)
    if reliance is None:
        return accuracy_of(trained, bench.judged), ()
    return reliance.neutral_accuracy, reliance.by_label
