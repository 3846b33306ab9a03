"""What the newest model sees in one sentence: for the annotator who is marking it.

Nothing here makes a page wait. While TensorFlow or the model is still being loaded, and where no
model has been trained yet, there simply is no insight.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rrr.annotating.blind_controls import is_blind
from rrr.annotating.suggesting import suggest
from rrr.last_used import LastUsed
from rrr.records import DEFAULT_SALIENCY, Explanation, Exposure, Prediction, Project, Run
from rrr.services import background
from rrr.services.guidance.cure import least_share
from rrr.services.marks.answers import Sentence
from rrr.services.marks.fair_words import fair_reasons
from rrr.services.marks.judged_words import judged_words
from rrr.services.permissions import require, require_own
from rrr.services.training.models import load_trained
from rrr.services.training.run_checkpoints import checkpoint_folder, has_checkpoint
from rrr.services.workspace import Workspace
from rrr.store import reading_queries, run_queries
from rrr.text import word_of

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier

_LOOKED_AT = 20
"""Finished runs among which the one to show is sought."""

_KEPT_SENTENCES = 512


class _ReadyModel:
    """A model that is loaded and compiled, and what it said about the last sentences."""

    def __init__(self, trained: TrainedClassifier) -> None:
        self._trained = trained
        self._explain("a")  # compiles, which takes a second
        trained.probabilities_of_ids([[]])
        self.explain = lru_cache(_KEPT_SENTENCES)(self._explain)
        self.without = lru_cache(_KEPT_SENTENCES)(self._without)

    def _explain(self, text: str) -> Explanation:
        from rrr.explaining.saliency_methods import saliency_method_named

        return saliency_method_named(DEFAULT_SALIENCY)(self._trained, [text])[0]

    def _without(self, text: str, struck: frozenset[int]) -> Prediction:
        from rrr.explaining.changed_words import without_tokens

        ids = without_tokens(self._trained.encode([text])[0], struck)
        probabilities = map(float, self._trained.probabilities_of_ids([ids])[0])
        return _prediction(dict(zip(self._trained.labels, probabilities, strict=True)))


@dataclass(frozen=True)
class Insight:
    """What one model sees in one sentence. In a `blind` control sentence nothing of it is shown.

    `shares` has a number per token: its share of the sentence's saliency, in [0, 1], all summing
    to 1 (or all 0). `against` are the tokens that speak against the prediction. `suggested` are
    tokens worth striking; they are no marks until a person makes them so. `without` is the
    prediction with the struck words taken out, None if none are struck.
    """

    run_id: int
    blind: bool
    shares: tuple[float, ...]
    against: tuple[int, ...]
    suggested: tuple[int, ...]
    predicted: Prediction | None
    without: Prediction | None
    exposure: Exposure  # to be stored with the answer


_ready: LastUsed[Path, _ReadyModel] = LastUsed(2)
_suggested: LastUsed[tuple[Path, str, int], tuple[int, ...]] = LastUsed(_KEPT_SENTENCES)


def current_run(workspace: Workspace, project_id: int) -> Run | None:
    """Whose model is shown: the newest finished run with marks, else the newest baseline."""
    workspace = require(workspace, project_id, "look")
    finished = run_queries.newest_finished(workspace.database, project_id, limit=_LOOKED_AT)
    for run in sorted(finished, key=lambda run: run.is_baseline):  # stable: newest first of each
        if has_checkpoint(workspace, run):
            return run
    return None


def look(
    workspace: Workspace,
    project: Project,
    sentence: Sentence,
    annotator: str,
    struck: Iterable[int] | None = None,
) -> Insight | None:
    """What the current model sees in a sentence; returns at once.

    Args:
        struck: indices of the tokens struck now; by default those stored.

    Returns:
        None where there is no model, or it is still being loaded (see `expected`).
    """
    workspace = require_own(workspace, project, annotator, "look")
    run = current_run(workspace, project.id)
    if run is None:
        return None
    model = _ready.get(_directory(workspace, run))
    if model is None:
        _load(workspace, run)
        return None
    text = sentence.example.text
    explanation = model.explain(text)
    words = [word_of(token.text) for token in sentence.tokens]
    fair = fair_reasons(workspace, project.id).tokens_in(words)
    suggested = _suggestions(workspace, run, sentence, annotator, explanation)
    candidates = tuple(index for index in suggested if index not in fair)
    exposure = Exposure(
        run.id,
        is_blind(project.id, annotator, sentence.example.id, workspace.settings.blind_share),
        _pointed(explanation, candidates, sentence.rule_marks),
    )
    if exposure.blind:
        return Insight(run.id, True, (), (), (), None, None, exposure)
    struck_indices = frozenset(sentence.effective_marks if struck is None else struck)
    return Insight(
        run_id=run.id,
        blind=False,
        shares=explanation.shares,
        against=explanation.against,
        suggested=tuple(index for index in candidates if index not in struck_indices),
        predicted=_prediction(explanation.probabilities),
        without=model.without(text, struck_indices) if struck_indices else None,
        exposure=exposure,
    )


def is_welcome(workspace: Workspace) -> bool:
    """Whether TensorFlow may be loaded for it: not where warming up is off and nobody has trained
    or compared yet, since people only annotate there."""
    return workspace.settings.warm_up or "rrr.learning.trained" in sys.modules


def expected(workspace: Workspace, project: Project) -> bool:
    """Whether `look` returns None only because the model is still being loaded."""
    workspace = require(workspace, project, "look")
    run = current_run(workspace, project.id)
    return run is not None and background.is_busy(_directory(workspace, run))


def _suggestions(
    workspace: Workspace,
    run: Run,
    sentence: Sentence,
    annotator: str,
    explanation: Explanation,
) -> tuple[int, ...]:
    """What was worth striking before this person began to strike here.

    An answer makes all words of its sentence judged; so once there is one, what was suggested
    before it stays.
    """
    key = (_directory(workspace, run), annotator, sentence.example.id)
    answered = sentence.annotation is not None and sentence.annotation.status != "unreviewed"
    before = _suggested.get(key)
    if answered and before is not None:
        return before
    words = [word_of(token.text) for token in sentence.tokens]
    met = reading_queries.words_of(workspace.database, run.id, set(words))
    num_read = reading_queries.complete(workspace.database, run.project_id).get(run.id, 0)
    least = num_read * least_share(workspace, run)
    return _suggested.put(
        key,
        suggest(
            words,
            explanation.shares,
            {word: reading.skew for word, reading in met.items() if reading.mass >= least},
            {} if answered else judged_words(workspace, run.project_id, annotator),
            frozenset(sentence.rule_marks),
        ),
    )


def _pointed(
    explanation: Explanation, candidates: Collection[int], ruled: Collection[int]
) -> tuple[int, ...]:
    """The tokens that catch the eye of who decides: the suggested and the most salient one."""
    shares = explanation.shares
    top = max(range(len(shares)), key=lambda index: shares[index], default=None)
    hottest = () if top is None or not shares[top] or top in ruled else (top,)
    return tuple(sorted({*candidates, *hottest}))


def _directory(workspace: Workspace, run: Run) -> Path:
    return checkpoint_folder(workspace, run.id)


def _load(workspace: Workspace, run: Run) -> None:
    """Have a model loaded in the background, unless TensorFlow was asked to stay away."""
    if not is_welcome(workspace):
        return
    directory = _directory(workspace, run)

    def load(should_stop: background.ShouldStop) -> None:
        trained = load_trained(workspace, run)
        if not should_stop():
            _ready.put(directory, _ReadyModel(trained))

    background.begin(directory, load)


def _prediction(probabilities: dict[str, float]) -> Prediction:
    label = max(probabilities, key=lambda name: probabilities[name])
    return Prediction(label, probabilities[label])
