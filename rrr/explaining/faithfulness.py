"""Does a heatmap point at what the model uses? Measured where that is known, and by erasure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rrr.learning.trained import TrainedClassifier
from rrr.records import Explanation

SHARES_ERASED = (0.01, 0.05, 0.1, 0.2, 0.5)
"""Shares of a text's tokens that are erased or kept, each at least one token (DeYoung et al., ACL
2020)."""


def precision_at_k(explanations: Sequence[Explanation], used: Sequence[Sequence[int]]) -> float:
    """Mean share of a text's k most salient tokens that are among the k the model is known to use.

    The protocol of Bastings et al. (EMNLP 2022): plant words, verify that predictions follow them,
    and see whether the heatmap puts them first.

    Args:
        explanations: at least one.
        used: indices of the tokens known to be used, at least one a text; k is their number.
    """
    precisions = [
        len(set(_ranked(explanation)[: len(indices)]) & set(indices)) / len(indices)
        for explanation, indices in zip(explanations, used, strict=True)
    ]
    return float(np.mean(precisions))


def erasure(
    trained: TrainedClassifier, texts: Sequence[str], explanations: Sequence[Explanation]
) -> tuple[float, float]:
    """Comprehensiveness and sufficiency, averaged over `SHARES_ERASED` and the texts.

    Comprehensiveness is what the predicted class's probability loses when the most salient tokens
    are erased (more is better), sufficiency what it loses when all others are (less is better).
    Both in [−1, 1]. The erased texts are unlike any the model was trained on: they measure how it
    reacts to erasure, and compare methods on one model.

    Args:
        trained: the model.
        texts: at least one.
        explanations: of these texts, by this model.
    """
    ids = trained.encode(texts)
    without, only = [], []
    for row, explanation in zip(ids, explanations, strict=True):
        ranked = [t for t in _ranked(explanation) if t < len(row)]
        for share in SHARES_ERASED:
            top = set(ranked[: max(1, round(share * len(row)))])
            without.append([n for t, n in enumerate(row) if t not in top])
            only.append([n for t, n in enumerate(row) if t in top])
    before = trained.probabilities_of_ids(ids)
    predicted = before.argmax(axis=1)
    own_probabilities = np.repeat(before.max(axis=1), len(SHARES_ERASED))
    classes = np.repeat(predicted, len(SHARES_ERASED))
    rows = np.arange(len(classes))
    comprehensiveness = own_probabilities - trained.probabilities_of_ids(without)[rows, classes]
    sufficiency = own_probabilities - trained.probabilities_of_ids(only)[rows, classes]
    return float(comprehensiveness.mean()), float(sufficiency.mean())


def _ranked(explanation: Explanation) -> list[int]:
    """Token indices, most salient first; of equals the earlier."""
    saliency = explanation.saliency
    return sorted(range(len(saliency)), key=lambda t: (-saliency[t], t))
