"""From numbers per token id to explanations of texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rrr.learning.trained import TrainedClassifier
from rrr.records import Explanation
from rrr.text import tokenize


def explanations_of(
    trained: TrainedClassifier,
    texts: Sequence[str],
    saliency: Sequence[np.ndarray],
    probabilities: np.ndarray,
    method: str,
    *,
    signed: bool,
) -> list[Explanation]:
    """Pair the tokens of each text with its numbers; tokens that were cut off get 0.

    Args:
        trained: the model explained.
        texts: what was explained.
        saliency: one number per encoded token, one array a text.
        probabilities: of each label, `(texts, labels)`.
        method: how the numbers were made, in words.
        signed: whether they may be below 0.
    """
    explanations = []
    for text, values, row in zip(texts, saliency, probabilities.tolist(), strict=True):
        tokens = tokenize(text)
        known = values[: len(tokens)].tolist()
        explanations.append(
            Explanation(
                tokens=tuple(token.text for token in tokens),
                starts=tuple(token.start for token in tokens),
                saliency=tuple(known + [0.0] * (len(tokens) - len(known))),
                probabilities=dict(zip(trained.labels, row, strict=True)),
                method=method,
                signed=signed,
            )
        )
    return explanations
