"""Right Reasons: train text classifiers that do not rely on the words an annotator struck out.

`import rrr` is cheap: TensorFlow is imported when a name that needs it is first used.

A classifier of texts in one object: `RightReasonsClassifier`, in the manner of scikit-learn.
A Keras model of your own: `RightReasonsModel` to train it, or `reasons_loss` in your own loop;
`encode` and `relevance_mask` for its input; `TextModel` to give it a tokenizer.
What a model relies on: `explain`, `measure_reliance`. The right strength: `search_reason_weight`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rrr.errors import (
    AnnotationError,
    ConfigError,
    DataError,
    Diverged,
    NotFound,
    RightReasonsError,
)
from rrr.learning.saved_names import register_with_keras as _register_with_keras
from rrr.text import Vocabulary, tokenize

if TYPE_CHECKING:
    from rrr.learning.classifiers import build_classifier
    from rrr.learning.encoders import encoder_vocabulary
    from rrr.learning.model import RightReasonsModel
    from rrr.learning.reasons_loss import reasons_loss
    from rrr.library.encoding import encode, relevance_mask
    from rrr.library.estimator import RightReasonsClassifier
    from rrr.library.explanation import Explanation, explain
    from rrr.library.reliance import measure_reliance
    from rrr.library.saved_model import load_model
    from rrr.library.text_model import TextModel, load
    from rrr.library.weight_search import search_reason_weight

__version__ = "0.1.0"

_NEEDS_TENSORFLOW = {
    "Explanation": "rrr.library.explanation",
    "RightReasonsClassifier": "rrr.library.estimator",
    "RightReasonsModel": "rrr.learning.model",
    "TextModel": "rrr.library.text_model",
    "build_classifier": "rrr.learning.classifiers",
    "encode": "rrr.library.encoding",
    "encoder_vocabulary": "rrr.learning.encoders",
    "explain": "rrr.library.explanation",
    "load": "rrr.library.text_model",
    "load_model": "rrr.library.saved_model",
    "measure_reliance": "rrr.library.reliance",
    "reasons_loss": "rrr.learning.reasons_loss",
    "relevance_mask": "rrr.library.encoding",
    "search_reason_weight": "rrr.library.weight_search",
}

__all__ = [
    "AnnotationError",
    "ConfigError",
    "DataError",
    "Diverged",
    "Explanation",
    "NotFound",
    "RightReasonsClassifier",
    "RightReasonsError",
    "RightReasonsModel",
    "TextModel",
    "Vocabulary",
    "build_classifier",
    "encode",
    "encoder_vocabulary",
    "explain",
    "load",
    "load_model",
    "measure_reliance",
    "reasons_loss",
    "relevance_mask",
    "search_reason_weight",
    "tokenize",
]


_register_with_keras()


def __getattr__(name: str) -> Any:
    if name in _NEEDS_TENSORFLOW:
        return getattr(import_module(_NEEDS_TENSORFLOW[name]), name)
    raise AttributeError(f"module 'rrr' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
