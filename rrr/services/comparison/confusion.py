"""Which label is taken for which."""

from __future__ import annotations

import numpy as np

from rrr.records import Answers


def confusion(answers: Answers) -> np.ndarray:
    """Number of sentences by true label (rows) and predicted label (columns), `(labels, labels)`.

    Sentences whose label the model was not trained on are left out.
    """
    labels = answers.probabilities.shape[1]
    is_labelled = answers.truth >= 0
    places = answers.truth[is_labelled].astype(int) * labels + answers.predicted[is_labelled]
    return np.bincount(places, minlength=labels * labels).reshape(labels, labels)


def rows_of_cell(answers: Answers, truth: int, predicted: int) -> np.ndarray:
    """Rows of the sentences of one cell of `confusion`."""
    return np.flatnonzero((answers.truth == truth) & (answers.predicted == predicted))
