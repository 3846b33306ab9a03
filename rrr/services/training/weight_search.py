"""Training with the λ that a search finds: a baseline, what deleting the words gives, then trials.

Every trial is a full training judged on sentences it has not learned from, and the best one is the
result; nothing is trained again, except where a project has no validation sentences with marked
words and some of its training sentences had to be held back for judging.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rrr.annotating.marked_words import marked_words
from rrr.errors import DataError
from rrr.formats.percent import percent
from rrr.records import (
    PENALTY_KINDS,
    WITHOUT_MARKS,
    WORDS_DELETED,
    EpochReport,
    LabelledTexts,
    Reliance,
    SearchStage,
    TrainingConfig,
    Trial,
    WeightSearch,
)
from rrr.services.training.memory import Memory, NoMemory
from rrr.services.training.search_losses import search_losses
from rrr.services.training.trials import Settled, TrialBench
from rrr.services.training.weight_rule import (
    MAX_TRIALS,
    RELIANCE_ALLOWED,
    Ceiling,
    best_of,
    next_weight,
    tells_a_point,
)

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier


@dataclass(frozen=True)
class SearchResult:
    """The model at the λ found, how it was found, and the training it comes from."""

    trained: TrainedClassifier
    search: WeightSearch
    stage: SearchStage


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
    ceiling: Ceiling | None = None,
    start: TrainedClassifier | None = None,
    done: WeightSearch | None = None,
    memory: Memory | None = None,
    live: bool = False,
    max_trials: int = MAX_TRIALS,
    max_seconds: float = math.inf,
    build: Callable[[], TrainedClassifier] | None = None,
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
        ceiling: what such a model reaches that was trained on the texts without the marked words,
            where it has been measured already.
        done: what an interrupted search with the same inputs had found, as it told.
        memory: what that one kept, and where this one keeps its own; it ends with the same result
            as if nothing had happened. None keeps nothing.
        live: report reliance after each epoch, too.
        max_trials: of λ, at most.
        max_seconds: after these, the search ends with the best λ so far, as soon as there is one
            that lets the classifier learn. Of an interrupted search, finished trials count.
        build: makes the untrained model of each trial; None: as the config says.

    Raises:
        Cancelled: as soon as `should_stop` says so.
        DataError: if nothing is marked, or no λ lets the classifier learn.
        Diverged: if the loss is no longer a number already without the marks.
    """
    words = marked_words(training)
    if not words.label_counts:
        raise DataError(
            "λ cannot be searched for: no word is struck in most of the sentences it occurs in. "
            "Strike a word in several sentences, or strike it everywhere."
        )
    memory = memory or NoMemory()
    bench = TrialBench(
        training,
        validation,
        words,
        config,
        labels,
        marks_hash,
        report,
        should_stop,
        start,
        memory,
        live,
        build,
    )
    search, best = _gone_on_with(done, memory)
    began = time.monotonic() - sum(trial.seconds for trial in search.trials)

    def time_is_up() -> bool:
        return time.monotonic() - began >= max_seconds

    def begun(stage: SearchStage) -> SearchStage:
        nonlocal search
        search = replace(search, stage=stage)
        tell(search)
        return stage

    before = search.baseline
    if before is None:
        if baseline is None or bench.holds_back:
            baseline = bench.train(begun(WITHOUT_MARKS))
        before = bench.judge(baseline)
        search = replace(search, baseline=before)
    if search.deleted_accuracy is not None:
        ceiling = Ceiling(search.deleted_accuracy, search.deleted_by_label)
    elif ceiling is None:
        deleted = bench.train(begun(WORDS_DELETED), words.deleted_from(bench.learned))
        reached = bench.judge(deleted)
        ceiling = Ceiling(reached.neutral_accuracy, reached.by_label)
    search = replace(search, deleted_accuracy=ceiling.accuracy, deleted_by_label=ceiling.by_label)

    def next_one(ceiling: Ceiling = ceiling) -> float | None:
        return next_weight(
            search.trials, PENALTY_KINDS[config.penalty].first_weight, before, ceiling
        )

    end = ""
    while search.chosen is None and (weight := next_one()) is not None:
        if best is not None and time_is_up():
            end = _ended(search, _TIME)
            break
        if best is not None and len(search.trials) >= max_trials:
            end = _ended(search, "the run that it repeats did")
            break
        stage = begun(SearchStage("trial", weight))
        try:
            trial, trained = bench.try_out(
                stage,
                before,
                ceiling,
                (lambda: should_settle() or time_is_up()) if best is not None else _never,
            )
        except Settled:
            end = _ended(search, _TIME if time_is_up() else "you stopped it")
            break
        search = replace(search, trials=(*search.trials, trial))
        if trained is not None and best_of(search.trials, before) is trial:
            best = trained
            memory.keep_best(stage.key, trained)
    chosen = best_of(search.trials, before)
    if best is None:
        raise DataError(
            f"The classifier learned nothing with any of the {len(search.trials)} strengths that "
            "were tried. Strike fewer words, import more sentences, or open “Settings” on the "
            "Train page and choose something else under “Reliance on struck words is”."
        )
    stage = SearchStage("trial", chosen.reason_weight)
    if bench.holds_back:
        stage = begun(SearchStage("all sentences", chosen.reason_weight))
        best = bench.train(stage, training)
    why = reason_for(chosen, before, ceiling, labels) + end
    search = replace(search, stage=None, chosen=chosen.reason_weight, why=why)
    return SearchResult(best, search, stage)


def _never() -> bool:
    return False


_TIME = "its time was up"


def _ended(search: WeightSearch, cause: str) -> str:
    """For a search that could have gone on."""
    number = len(search.trials)
    return f" The search stopped after {number} {'trial' if number == 1 else 'trials'}: {cause}."


def _gone_on_with(
    done: WeightSearch | None, memory: Memory
) -> tuple[WeightSearch, TrainedClassifier | None]:
    """The search to go on with, and its best model so far."""
    if done is None:
        return WeightSearch(), None
    if done.baseline is None or not any(trial.reliance for trial in done.trials):
        return done, None
    best, expected = memory.best(), best_of(done.trials, done.baseline)
    if best is None or best.config.reason_weight != expected.reason_weight:
        return WeightSearch(), None  # the model is gone: what is known of it is of no use
    return done, best


def reason_for(
    chosen: Trial, baseline: Reliance, ceiling: Ceiling, labels: Sequence[str] = ()
) -> str:
    """Why this trial was taken, in a sentence with its numbers.

    Args:
        chosen: the trial.
        baseline: of the model trained without the marks.
        ceiling: what a model trained without the marked words reaches.
        labels: class names.
    """
    if chosen.reliance is None:
        return "With every λ that was tried, the classifier stopped learning."
    measured = (
        f"swapping the struck words changes {percent(chosen.reliance.swap_flip_rate)} of the "
        f"predictions (without the marks: {percent(baseline.swap_flip_rate)}), and without their "
        f"help {percent(chosen.score)} are right (trained on texts without the struck words: "
        f"{percent(ceiling.accuracy)})"
    )
    at = f"λ = {chosen.reason_weight:.3g}"
    judged = f"This was judged on {chosen.reliance.num_judged} sentences"
    if not tells_a_point(chosen.reliance):
        judged += ", which are too few to tell models apart to one point"
    if chosen.outcome == "good":
        return f"At {at} {measured}. {judged}."
    if chosen.outcome == "too_weak":
        return (
            f"No λ tried brings the reliance to {percent(RELIANCE_ALLOWED)} and leaves the "
            f"rest intact. At the best, {at}, {measured}. {judged}."
        )
    losses = search_losses(chosen.reliance, baseline, ceiling.accuracy, ceiling.by_label)
    if losses.to_deleting:
        verdict = f"No λ tried is as accurate as deleting the words. At the best, {at}, {measured}."
    elif losses.to_before:
        verdict = f"Every λ tried costs accuracy. At the best, {at}, {measured}."
    elif losses.label is not None:
        all_judged = len(labels) == len(chosen.reliance.by_label)
        which = f"“{labels[losses.label.place]}”" if all_judged else "one label"
        verdict = (
            f"No λ tried is as accurate on every label as deleting the words. At the best, {at}, "
            f"{measured}. Of the sentences of {which}, {percent(losses.label.after)} are right "
            f"(with the words deleted: {percent(losses.label.deleted)})."
        )
    elif chosen.score < ceiling.accuracy:
        verdict = f"At {at} {measured}. That is a little less, which may be chance."
    else:
        verdict = f"At {at} {measured}. One label is a little less right, which may be chance."
    return f"{verdict} {judged}."
