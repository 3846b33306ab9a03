"""Saliency by removal: take each token out and see what the prediction loses. No gradient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from rrr.explaining.explanations import explanations_of
from rrr.learning.pieces import Row
from rrr.learning.temperature import calibrated
from rrr.learning.trained import Read, TrainedClassifier
from rrr.records import Explanation

METHOD = "fall of the predicted class's logit margin when the token is removed"
_ROWS_AT_ONCE = 4096
"""Shortened texts held in memory at a time; a text of n tokens makes n of them."""


def removal_saliency(trained: TrainedClassifier, texts: Sequence[str]) -> list[Explanation]:
    """Explain texts: one signed number per token, above 0 where it speaks for the prediction.

    It is how far the predicted class's logit margin falls when the token is taken out of the text.
    It costs one prediction per token. Tokens cut off by `max_tokens` get 0.
    """
    return explanations_of(trained, texts, partial(_falls, trained), METHOD, signed=True)


def _falls(trained: TrainedClassifier, ids: Sequence[Row]) -> Iterator[Read]:
    # The margins are those of the logits, whatever the temperature makes of them.
    probabilities = trained.uncalibrated_of_ids(ids)
    predicted = probabilities.argmax(axis=1)
    falls: list[np.ndarray] = [np.zeros(len(row)) for row in ids]
    places = [(i, t) for i, row in enumerate(ids) for t in range(len(row))]
    for start in range(0, len(places), _ROWS_AT_ONCE):
        part = places[start : start + _ROWS_AT_ONCE]
        shortened = [[*ids[i][:t], *ids[i][t + 1 :]] for i, t in part]
        rows = [i for i, _ in part]
        before = _margins(probabilities[rows], predicted[rows])
        after = _margins(trained.uncalibrated_of_ids(shortened), predicted[rows])
        for (i, t), fall in zip(part, before - after, strict=True):
            falls[i][t] = fall
    yield Read(np.arange(len(ids)), falls, calibrated(probabilities, trained.temperature))


def _margins(probabilities: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Log-odds `(rows,)` of the chosen class, from probabilities `(rows, classes)`."""
    rows = np.arange(len(chosen))
    other_probabilities = probabilities.astype("float64")
    own_probability = other_probabilities[rows, chosen]
    other_probabilities[rows, chosen] = 0
    smallest = np.finfo("float32").tiny  # what is less than float32 can hold came out as 0
    return np.log(np.maximum(own_probability, smallest)) - np.log(
        np.maximum(other_probabilities.sum(axis=1), smallest)
    )
