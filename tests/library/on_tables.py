"""The estimator, given tables of numbers instead of texts, so that scikit-learn can try it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

import rrr


class OnTables(rrr.RightReasonsClassifier):
    """Each row becomes a text with a word for each column's number, rounded."""

    def fit(self, X: Any, y: Any, irrelevant: Any = None) -> OnTables:
        X, y = validate_data(self, X, y)
        check_classification_targets(y)
        super().fit(_texts(X), y, irrelevant)
        return self

    def predict_proba(self, X: Any) -> npt.NDArray[np.float32]:
        check_is_fitted(self)
        return super().predict_proba(_texts(validate_data(self, X, reset=False)))

    def predict(self, X: Any) -> npt.NDArray[Any]:
        numbers = self.predict_proba(X).argmax(axis=1)
        likeliest: npt.NDArray[Any] = self.classes_[numbers]
        return likeliest

    def score(self, X: Any, y: Any) -> float:
        return float(np.mean(self.predict(X) == np.asarray(y)))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = False
        tags.input_tags.one_d_array = False
        tags.input_tags.two_d_array = True
        return tags


def _texts(X: npt.NDArray[Any]) -> list[str]:
    return [" ".join(f"column{n}at{round(float(x)) + 99}" for n, x in enumerate(row)) for row in X]
