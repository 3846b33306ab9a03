"""Two trained models on the same sentences, before and after the marks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rrr.errors import RunError
from rrr.records import (
    DEFAULT_SALIENCY,
    Evaluation,
    Explanation,
    Prediction,
    Run,
    SaliencyName,
    baseline_config,
)
from rrr.services.permissions import require
from rrr.services.training.models import explain, load_trained
from rrr.services.workspace import Workspace


@dataclass(frozen=True)
class RunPair:
    """Two finished runs; usually they differ in what was made of the marks."""

    before: Run
    after: Run

    @property
    def evaluations(self) -> tuple[Evaluation, Evaluation]:
        """Before and after; finished runs have them."""
        if self.before.evaluation is None or self.after.evaluation is None:
            raise RunError("A run without measurements cannot be compared. Train it again.")
        return self.before.evaluation, self.after.evaluation


@dataclass(frozen=True)
class ExplainedPair:
    """One text as both models see it. `marked` are indices of its marked tokens."""

    text: str
    marked: frozenset[int]
    before: Explanation
    after: Explanation

    @property
    def change(self) -> float:
        """Probability that moved from some labels to others, in [0, 1] (total variation)."""
        return sum(
            max(0.0, probability - self.before.probabilities.get(label, 0.0))
            for label, probability in self.after.probabilities.items()
        )


def run_pairs(runs: Sequence[Run]) -> list[RunPair]:
    """Each finished run with marks beside its baseline, newest first.

    Its baseline is the finished one of the same press of the button; if that is missing, the
    newest finished one that was measured with the same marks and differs only in the penalty.
    """
    finished = [run for run in runs if run.status == "finished"]
    baselines = sorted((run for run in finished if run.is_baseline), key=lambda run: -run.id)
    pairs = []
    for after in sorted(finished, key=lambda run: -run.id):
        if after.is_baseline:
            continue
        same_press = [b for b in baselines if b.pair_id == after.pair_id and b.pair_id is not None]
        alike = [
            b
            for b in baselines
            if b.marks_hash == after.marks_hash
            and baseline_config(b.config) == baseline_config(after.config)
        ]
        before = next(iter(same_press + alike), None)
        if before is not None:
            pairs.append(RunPair(before, after))
    return pairs


def comparable(runs: Sequence[Run]) -> list[Run]:
    """The finished runs that were measured, newest first."""
    finished = [run for run in runs if run.status == "finished" and run.evaluation is not None]
    return sorted(finished, key=lambda run: -run.id)


def pair_to_show(
    runs: Sequence[Run], before: int | None = None, after: int | None = None
) -> RunPair | None:
    """The pair that is asked for by the runs' ids, as far as they can be compared.

    Where one of them is missing, the other stands beside its baseline, or beside the newest other
    run; where both are, it is the newest pair, else the two newest runs. Two baselines show nothing
    that the marks have changed: they are a pair only if both are asked for.
    """
    by_id = {run.id: run for run in comparable(runs)}
    if len(by_id) < 2:
        return None
    pairs = run_pairs(list(by_id.values()))
    if before in by_id and after in by_id and before != after:
        return RunPair(by_id[before], by_id[after])
    if all(run.is_baseline for run in by_id.values()):
        return None
    if after in by_id:
        pair_of_run = next((pair for pair in pairs if pair.after.id == after), None)
        return pair_of_run or RunPair(_beside(by_id, after), by_id[after])
    if before in by_id:
        pair_of_run = next((pair for pair in pairs if pair.before.id == before), None)
        return pair_of_run or RunPair(by_id[before], _beside(by_id, before))
    if pairs:
        return pairs[0]
    newest = next(iter(by_id))
    return RunPair(_beside(by_id, newest), by_id[newest])


def _beside(by_id: Mapping[int, Run], run_id: int) -> Run:
    """The newest other run, of those with marks if this one is a baseline."""
    is_baseline = by_id[run_id].is_baseline
    others = (run for number, run in by_id.items() if number != run_id)
    return next(run for run in others if not (is_baseline and run.is_baseline))


def explain_pair(
    workspace: Workspace,
    pair: RunPair,
    texts: Sequence[str],
    marked: Sequence[Sequence[int]],
    method: SaliencyName = DEFAULT_SALIENCY,
) -> list[ExplainedPair]:
    """Explain texts by both models. `marked[i]` are indices of the marked tokens of `texts[i]`."""
    workspace = require(workspace, pair.after.project_id, "review")
    before, after = (explain(workspace, run, texts, method) for run in (pair.before, pair.after))
    return [
        ExplainedPair(text, frozenset(indices), *explanations)
        for text, indices, *explanations in zip(texts, marked, before, after, strict=True)
    ]


def predict_pair(
    workspace: Workspace, pair: RunPair, text: str, without: Collection[int] = ()
) -> tuple[Prediction, Prediction]:
    """What both models predict for a text, some of its tokens taken out."""
    workspace = require(workspace, pair.after.project_id, "review")
    from rrr.explaining.changed_words import without_tokens

    predictions = []
    for run in (pair.before, pair.after):
        trained = load_trained(workspace, run)
        ids = without_tokens(trained.encode([text])[0], without)
        probabilities = trained.probabilities_of_ids([ids])[0]
        best = int(probabilities.argmax())
        predictions.append(Prediction(trained.labels[best], float(probabilities[best])))
    return predictions[0], predictions[1]
