"""Last-layer retraining on groups made from marks, a baseline (Kirichenko, Izmailov & Wilson, "Last
layer re-training is sufficient for robustness to spurious correlations", ICLR 2023).

A model that relies on the wrong words has often learned the right ones, too; only its last layer
weighs them wrongly. So this layer alone is fitted anew, as a logistic regression, to held-out texts
of which each group counts alike. A group is a label, with or without a marked word in the text.
Where every text has a marked word, or none, nothing is left to balance but the labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from rrr.records import LabelledTexts

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier

STRENGTHS = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001)
"""Of the L2 penalty on the layer's weights, the strongest first: the worst group chooses one."""
NUM_SUBSETS = 10
"""Balanced subsets that layers are fitted to and averaged over, as in the paper."""

Groups = Mapping[tuple[str, bool], np.ndarray]
"""(label, whether a marked word is read) -> rows."""


def last_layer_retrained(
    trained: TrainedClassifier, held_out: LabelledTexts, seed: int
) -> TrainedClassifier:
    """The model with a last layer that was fitted to groups of equal size.

    Args:
        trained: a plain model.
        held_out: texts that it was not trained on, with their marks.
        seed: fixes which texts make up a balanced subset.
    """
    from rrr.learning.last_layer import last_layer_inputs, with_last_layer

    random = np.random.default_rng(seed)
    read = last_layer_inputs(trained, held_out.texts).astype("float64")
    mean, spread = read.mean(axis=0), read.std(axis=0)
    spread[spread == 0] = 1.0
    standard = (read - mean) / spread
    truth = np.array([trained.labels.index(label) for label in held_out.labels])
    groups = groups_of(held_out, trained.config.max_tokens)
    strength = _strength(standard, truth, groups, len(trained.labels), random)
    layers = []
    for _ in range(NUM_SUBSETS):
        rows = balanced(groups, random)
        layers.append(fitted_layer(standard[rows], truth[rows], len(trained.labels), strength))
    layer = np.mean(layers, axis=0)  # (features + 1, classes), the biases last
    kernel = layer[:-1] / spread[:, None]
    return with_last_layer(trained, kernel, layer[-1] - mean @ kernel)


def groups_of(data: LabelledTexts, max_tokens: int) -> Groups:
    """The rows of each group that there is; marks beyond what the model reads do not count."""
    groups: dict[tuple[str, bool], list[int]] = {}
    for row, (label, marked) in enumerate(zip(data.labels, data.marked, strict=True)):
        is_marked = any(token < max_tokens for token in marked)
        groups.setdefault((label, is_marked), []).append(row)
    return {group: np.array(groups[group]) for group in sorted(groups)}


def balanced(groups: Groups, random: np.random.Generator) -> np.ndarray:
    """As many rows of each group as the smallest one has, drawn at random."""
    number = min(map(len, groups.values()))
    drawn = [random.choice(rows, number, replace=False) for rows in groups.values()]
    return np.concatenate(drawn)


def fitted_layer(
    inputs: np.ndarray, truth: np.ndarray, num_classes: int, strength: float
) -> np.ndarray:
    """Multinomial logistic regression with an L2 penalty: weights `(features + 1, classes)`, the
    biases, which are not penalised, last.

    Args:
        inputs: `(rows, features)`.
        truth: places of the right classes, `(rows,)`.
        num_classes: how many there are.
        strength: of the penalty, beside a mean over the rows.
    """
    with_one = np.hstack([inputs, np.ones((len(inputs), 1))])
    right = np.eye(num_classes)[truth]
    shape = with_one.shape[1], num_classes

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape)
        penalised = weights * strength
        penalised[-1] = 0.0
        logits = with_one @ weights
        mean = (logsumexp(logits, axis=1) - (logits * right).sum(axis=1)).mean()
        slope = with_one.T @ (softmax(logits, axis=1) - right) / len(inputs) + penalised
        return mean + (penalised * weights).sum() / 2, slope.ravel()

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B")
    layer: np.ndarray = found.x.reshape(shape)
    return layer


def _strength(
    inputs: np.ndarray,
    truth: np.ndarray,
    groups: Groups,
    num_classes: int,
    random: np.random.Generator,
) -> float:
    """The one with which a layer fitted to one half serves the worst group of the other half best;
    of several the strongest. Where a group has a single text, the strongest of all."""
    if min(map(len, groups.values())) < 2:
        return STRENGTHS[0]
    shuffled = {group: random.permutation(rows) for group, rows in groups.items()}
    learned = {group: rows[: len(rows) // 2] for group, rows in shuffled.items()}
    judged = [rows[len(rows) // 2 :] for rows in shuffled.values()]
    subset = balanced(learned, random)

    def worst(strength: float) -> float:
        layer = fitted_layer(inputs[subset], truth[subset], num_classes, strength)
        predicted = (inputs @ layer[:-1] + layer[-1]).argmax(axis=1)
        return min(float((predicted[rows] == truth[rows]).mean()) for rows in judged)

    return max(STRENGTHS, key=worst)
