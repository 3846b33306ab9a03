"""Is a model as often right as it is sure? (Guo, Pleiss, Sun & Weinberger, ICML 2017)"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rrr.records import Answers
from rrr.services.comparison.slices import Proportion

NUM_BINS = 10
"""Of equal width over the confidences a prediction can have."""


@dataclass(frozen=True)
class Bin:
    """Predictions of like confidence. `confidence` is their mean, in [low, high]."""

    low: float
    high: float
    confidence: float
    right: Proportion


@dataclass(frozen=True)
class Calibration:
    """`error` is the expected calibration error, in [0, 1]: the mean distance between confidence
    and accuracy, weighted by the bins' sizes. Empty bins are left out."""

    bins: tuple[Bin, ...]
    error: float


def calibration(answers: Answers) -> Calibration:
    """Of one model on one split, by its confidence in what it predicts."""
    return calibration_of(answers.probabilities, answers.is_right)


def calibration_of(probabilities: np.ndarray, right: np.ndarray) -> Calibration:
    """Of probabilities `(rows, labels)` and whether the most probable label is right `(rows,)`.

    The least confidence a prediction can have is 1 / labels; the bins divide what lies above.
    """
    confidence = probabilities.max(axis=1).astype("float64")
    least = 1 / probabilities.shape[1]
    edges = np.linspace(least, 1, NUM_BINS + 1)
    place = np.clip(np.digitize(confidence, edges[1:-1]), 0, NUM_BINS - 1)
    bins, error = [], 0.0
    for number in range(NUM_BINS):
        rows = place == number
        if rows.any():
            proportion = Proportion.of(right[rows])
            mean = float(confidence[rows].mean())
            bins.append(Bin(float(edges[number]), float(edges[number + 1]), mean, proportion))
            error += abs(mean - proportion.share) * proportion.number / len(confidence)
    return Calibration(tuple(bins), error)
