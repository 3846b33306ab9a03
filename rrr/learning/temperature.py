"""Probabilities as sure as the model is right: one number fitted on validation sentences.

Trained to the end, a classifier is surer than it is right. Dividing its logits by a temperature T
mends that and changes no prediction (Guo, Pleiss, Sun & Weinberger, ICML 2017). Input gradients and
all saliency are of the logits as they are: T plays no part in them.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar

_RANGE = (0.1, 30.0)
_SMALLEST = float(np.finfo("float32").tiny)


def calibrated(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """The probabilities `(rows, labels)` that the same logits give at another temperature.

    Args:
        probabilities: at temperature 1, rows summing to 1.
        temperature: above 0; more than 1 makes them less sure.
    """
    if temperature == 1.0:
        return probabilities
    return _at(_logs(probabilities), temperature).astype(probabilities.dtype)


def fitted_temperature(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """The temperature at which these predictions are as sure as they are right, from 0.1 to 30.

    It has the least cross-entropy on sentences that were not learned from. The n sentences count as
    if n + 1 of n + k had been right, k the number of labels (Platt 1999): a few of them, all right,
    are no reason to be certain.

    Args:
        probabilities: at temperature 1, `(rows, labels)`.
        labels: class numbers `(rows,)`. None at all give 1.
    """
    number, classes = probabilities.shape
    if not number:
        return 1.0
    targets = np.full((number, classes), 1 / (number + classes))
    targets[np.arange(number), labels] += number / (number + classes)
    logs = _logs(probabilities)

    def cross_entropy(log_temperature: float) -> float:
        log_probabilities = _logs(_at(logs, float(np.exp(log_temperature))))
        return float(-np.mean(np.sum(targets * log_probabilities, axis=1)))

    minimum = minimize_scalar(cross_entropy, bounds=np.log(_RANGE).tolist(), method="bounded")
    return float(np.exp(minimum.x))


def _logs(probabilities: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(probabilities.astype("float64"), _SMALLEST))


def _at(logs: np.ndarray, temperature: float) -> np.ndarray:
    scaled = (logs - logs.max(axis=1, keepdims=True)) / temperature
    powers = np.exp(scaled)
    return powers / powers.sum(axis=1, keepdims=True)
