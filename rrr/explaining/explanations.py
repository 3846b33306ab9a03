"""From numbers per token id to explanations of texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rrr.learning.trained import TrainedClassifier
from rrr.records import Explanation
from rrr.text import texts_and_starts


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
        words, starts = texts_and_starts(text)
        known = values[: len(words)].tolist()
        explanations.append(
            Explanation(
                tokens=tuple(words),
                starts=tuple(starts),
                saliency=tuple(known + [0.0] * (len(words) - len(known))),
                probabilities=dict(zip(trained.labels, row, strict=True)),
                method=method,
                signed=signed,
            )
        )
    return explanations
