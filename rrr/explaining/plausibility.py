"""Does a heatmap agree with what people gave as evidence? As ERASER measures it.

DeYoung et al., “ERASER: A Benchmark to Evaluate Rationalized NLP Models”, ACL 2020, and the code
that goes with it (`rationale_benchmark/metrics.py`). A plausible heatmap convinces people; whether
the model really works that way is another question (`faithfulness`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

IOU_THRESHOLD = 0.5


@dataclass(frozen=True)
class Plausibility:
    """All in [0, 1], more is better. `token_f1` and `iou_f1` are of the `top` most salient tokens
    of each text, as many as people marked on average; `auprc` is of the saliency itself."""

    token_f1: float
    iou_f1: float
    auprc: float
    top: int
    num_texts: int


def plausibility(
    saliency: Sequence[Sequence[float]], rationales: Sequence[Sequence[int]]
) -> Plausibility:
    """Compare heatmaps with rationales.

    Args:
        saliency: one number for each token of each text; at least one text.
        rationales: indices of the tokens that people gave, at least one for each text.
    """
    top = max(1, round(float(np.mean([len(set(indices)) for indices in rationales]))))
    predicted = [
        set(np.argsort(-np.asarray(scores), kind="stable")[:top].tolist()) for scores in saliency
    ]
    truths = [set(indices) for indices in rationales]
    curves = [
        area_under_precision_recall(scores, truth)
        for scores, truth in zip(saliency, truths, strict=True)
    ]
    return Plausibility(
        token_f1(predicted, truths),
        iou_f1(predicted, truths),
        float(np.mean(curves)),
        top,
        len(truths),
    )


def token_f1(predicted: Sequence[set[int]], truths: Sequence[set[int]]) -> float:
    """Mean over the texts of the F1 of tokens (`instance_macro`)."""
    scores = []
    for chosen, truth in zip(predicted, truths, strict=True):
        right = len(chosen & truth)
        precision = right / len(chosen) if chosen else 0.0
        recall = right / len(truth) if truth else 0.0
        scores.append(_f1(precision, recall))
    return float(np.mean(scores))


def iou_f1(predicted: Sequence[set[int]], truths: Sequence[set[int]]) -> float:
    """F1 of the mean precision and the mean recall of runs of neighbouring tokens (`macro`).

    A predicted run is right if it and one that people marked share at least half of the tokens
    that either holds.
    """
    precisions, recalls = [], []
    for chosen, truth in zip(predicted, truths, strict=True):
        runs, true_runs = _runs(chosen), _runs(truth)
        right = sum(
            any(len(run & other) / len(run | other) >= IOU_THRESHOLD for other in true_runs)
            for run in runs
        )
        if runs:
            precisions.append(right / len(runs))
        if true_runs:
            recalls.append(right / len(true_runs))
    if not precisions or not recalls:
        return 0.0
    return _f1(float(np.mean(precisions)), float(np.mean(recalls)))


def area_under_precision_recall(scores: Sequence[float], truth: set[int]) -> float:
    """Area under the precision-recall curve of one text, by the trapezoidal rule.

    Tokens of equal saliency come in at once. The curve begins at recall 0 with precision 1, as in
    scikit-learn's `precision_recall_curve`, which ERASER uses.
    """
    values = np.asarray(scores, dtype=float)
    is_true = np.isin(np.arange(len(values)), sorted(truth))
    order = np.argsort(-values, kind="stable")
    hits = np.cumsum(is_true[order])
    last_of_value = np.append(np.flatnonzero(np.diff(values[order])), len(values) - 1)
    precision = np.append(1.0, hits[last_of_value] / (last_of_value + 1))
    recall = np.append(0.0, hits[last_of_value] / max(1, hits[-1]))
    return float(np.trapezoid(precision, recall))


def _f1(precision: float, recall: float) -> float:
    if precision == 0 or recall == 0:
        return 0.0
    return 2 * precision * recall / (precision + recall)


def _runs(indices: Iterable[int]) -> list[set[int]]:
    runs: list[set[int]] = []
    for index in sorted(indices):
        if runs and index - 1 in runs[-1]:
            runs[-1].add(index)
        else:
            runs.append({index})
    return runs
