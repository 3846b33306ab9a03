"""Training with the λ that a search finds: a baseline, what deleting the words gives, then trials.

Every trial is a full training judged on sentences it has not learned from, and the best one is the
result; nothing is trained again, except where a project has no validation sentences with marked
words and some of its training sentences had to be held back for judging.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rrr.annotating.marked_words import marked_words
from rrr.errors import DataError
from rrr.learning.search import FIRST_WEIGHTS, best_of, next_weight, reason_for
from rrr.records import EpochReport, LabelledTexts, TrainingConfig, WeightSearch
from rrr.services.trials import Settled, TrialBench

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier


@dataclass(frozen=True)
class SearchResult:
    """The model at the λ found, how it was found, and the baseline it was compared with."""

    trained: TrainedClassifier
    search: WeightSearch
    baseline: TrainedClassifier


def search_reason_weight(
    training: LabelledTexts,
    validation: LabelledTexts | None,
    config: TrainingConfig,
    *,
    labels: tuple[str, ...],
    marks_hash: str,
    report: Callable[[EpochReport], None],
    should_stop: Callable[[], bool],
    tell: Callable[[WeightSearch], None] = lambda search: None,
    should_settle: Callable[[], bool] = lambda: False,
    baseline: TrainedClassifier | None = None,
    start: TrainedClassifier | None = None,
) -> SearchResult:
    """Find λ for these marks and train with it.

    Args:
        training: what is learned from, with its marks.
        validation: what trials are judged on; marked words count wherever they stand there.
        config: the settings; its `reason_weight` plays no part.
        labels: class names.
        marks_hash: identifies the marks; kept with the result.
        report: called after each epoch of whatever is being trained.
        should_stop: asked after each batch.
        tell: called with the search so far as each training begins.
        should_settle: asked after each batch; once there is a finished trial, it ends the search
            with the best one so far.
        start: a model whose weights every trial begins with, to be repaired.
        baseline: trained with the same settings at λ = 0, where there is one already.

    Raises:
        Cancelled: as soon as `should_stop` says so.
        DataError: if nothing is marked, or no λ lets the classifier learn.
    """
    words = marked_words(training)
    if not words.label_counts:
        raise DataError(
            "There is nothing to search λ for: no word is marked in most of the sentences it "
            "stands in. Mark a word in several sentences, or strike it everywhere."
        )
    bench = TrialBench(
        training, validation, words, config, labels, marks_hash, report, should_stop, start
    )
    search = WeightSearch()

    def at_work(what: str) -> None:
        nonlocal search
        search = replace(search, at_work=what)
        tell(search)

    if baseline is None or bench.holds_back:
        at_work("without your marks")
        baseline = bench.train(0.0)
    at_work("with your words deleted from the texts")
    deleted = bench.train(0.0, words.deleted_from(bench.learned))
    before, deleted_accuracy = bench.judge(baseline), bench.judge(deleted).neutral_accuracy
    search = replace(search, baseline=before, deleted_accuracy=deleted_accuracy)

    models: dict[float, TrainedClassifier] = {}
    while (weight := next_weight(search.trials, FIRST_WEIGHTS[config.penalty])) is not None:
        at_work(f"λ = {weight:.3g}")
        try:
            trial = bench.try_out(weight, before, deleted_accuracy, models, should_settle)
        except Settled:
            break
        search = replace(search, trials=(*search.trials, trial))
    chosen = best_of(search.trials)
    if chosen.reason_weight not in models:
        raise DataError(
            f"With none of the {len(search.trials)} reason weights that were tried did the "
            "classifier learn anything. Mark fewer words, or choose another penalty."
        )
    trained = models[chosen.reason_weight]
    if bench.holds_back:
        at_work(f"λ = {chosen.reason_weight:.3g} on all sentences")
        trained = bench.train(chosen.reason_weight, training)
    why = reason_for(chosen, before, deleted_accuracy)
    search = replace(search, at_work="", chosen=chosen.reason_weight, why=why)
    return SearchResult(trained, search, baseline)
