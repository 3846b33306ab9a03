"""Right Reasons: train text classifiers that do not rely on the words an annotator struck out.

`import rrr` is cheap: TensorFlow is imported when a name that needs it is first used.
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
from rrr.records import TrainingConfig
from rrr.text import Vocabulary, tokenize

if TYPE_CHECKING:
    from rrr.explaining.input_gradient import input_gradient_saliency
    from rrr.explaining.reliance import measure_reliance
    from rrr.learning.checkpoints import load_checkpoint, save_checkpoint
    from rrr.learning.classifiers import build_classifier
    from rrr.learning.encoders import encoder_vocabulary
    from rrr.learning.model import RightReasonsModel

__version__ = "0.1.0"

_NEEDS_TENSORFLOW = {
    "RightReasonsModel": "rrr.learning.model",
    "build_classifier": "rrr.learning.classifiers",
    "encoder_vocabulary": "rrr.learning.encoders",
    "input_gradient_saliency": "rrr.explaining.input_gradient",
    "load_checkpoint": "rrr.learning.checkpoints",
    "measure_reliance": "rrr.explaining.reliance",
    "save_checkpoint": "rrr.learning.checkpoints",
}

__all__ = [
    "AnnotationError",
    "ConfigError",
    "DataError",
    "Diverged",
    "NotFound",
    "RightReasonsError",
    "RightReasonsModel",
    "TrainingConfig",
    "Vocabulary",
    "build_classifier",
    "encoder_vocabulary",
    "input_gradient_saliency",
    "load_checkpoint",
    "measure_reliance",
    "save_checkpoint",
    "tokenize",
]


_register_with_keras()


def __getattr__(name: str) -> Any:
    if name in _NEEDS_TENSORFLOW:
        return getattr(import_module(_NEEDS_TENSORFLOW[name]), name)
    raise AttributeError(f"module 'rrr' has no attribute {name!r}")
