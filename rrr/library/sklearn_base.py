"""scikit-learn's base classes where it is installed; else the little of them that is of use."""

from __future__ import annotations

import inspect
from typing import Any

from rrr.errors import NotFound

try:
    from sklearn.base import BaseEstimator, ClassifierMixin
    from sklearn.utils.validation import check_is_fitted
except ImportError:

    class BaseEstimator:  # type: ignore[no-redef]
        """Parameters by name."""

        def get_params(self, deep: bool = True) -> dict[str, Any]:
            """The arguments it was made with."""
            names = [name for name in inspect.signature(type(self)).parameters if name != "self"]
            return {name: getattr(self, name) for name in names}

        def set_params(self, **params: Any) -> Any:
            """Change arguments; returns the estimator."""
            for name, value in params.items():
                setattr(self, name, value)
            return self

    class ClassifierMixin:  # type: ignore[no-redef]
        """Nothing that is needed without scikit-learn."""

    def check_is_fitted(estimator: Any) -> None:
        """Refuse an estimator that has learned nothing.

        Raises:
            NotFound: if so.
        """
        if not hasattr(estimator, "model_"):
            raise NotFound("This classifier has learned nothing yet. Call fit first.")


__all__ = ["BaseEstimator", "ClassifierMixin", "check_is_fitted"]
