"""Lets Keras find our classes in a saved model after a mere `import rrr`.

Keras looks a class up by its registered name, and a class registers itself when its module is
imported, which takes TensorFlow. So a stand-in is put under each name as soon as Keras is there; it
imports the class when Keras asks it for something.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

from wrapt import register_post_import_hook

CLASSES = {
    "LastStep": "rrr.learning.layers",
    "MaskedMax": "rrr.learning.layers",
    "MaskedMean": "rrr.learning.layers",
    "MaskedRootSum": "rrr.learning.layers",
    "MaskedConv1D": "rrr.learning.layers",
    "ReverseTokens": "rrr.learning.layers",
    "CausalLSTM": "rrr.learning.recurrent",
    "CausalGRU": "rrr.learning.recurrent",
    "MetricOfLabels": "rrr.learning.metrics",
    "RightReasonsModel": "rrr.learning.model",
}
"""Name -> module."""


class _StandIn:
    """Has every attribute of the class, `from_config` above all."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(getattr(import_module(CLASSES[self._name]), self._name), attribute)


def _put_stand_ins(keras: ModuleType) -> None:
    registered = keras.saving.get_custom_objects()
    for name in CLASSES:
        registered.setdefault(f"rrr>{name}", _StandIn(name))


def register_with_keras() -> None:
    """Now, or as soon as Keras is imported."""
    register_post_import_hook(_put_stand_ins, "keras")
