"""How a classifier ends: in logits, in a softmax or in sigmoids.

A second softmax, or a sigmoid taken for a logit, trains towards wrong numbers without a word. So an
ending is either one of those known below, or has to be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import keras
import tensorflow as tf

from rrr.errors import ConfigError

_Kind = Literal["logits", "softmax", "sigmoids"]

_ACTIVATIONS: dict[Any, _Kind] = {
    keras.activations.linear: "logits",
    keras.activations.log_softmax: "logits",  # log p differs from logits by a constant only
    tf.nn.log_softmax: "logits",
    keras.activations.softmax: "softmax",
    keras.ops.softmax: "softmax",
    tf.nn.softmax: "softmax",
    keras.activations.sigmoid: "sigmoids",
    keras.ops.sigmoid: "sigmoids",
    tf.nn.sigmoid: "sigmoids",
}


@dataclass(frozen=True)
class Ending:
    """What a classifier's outputs are.

    Args:
        from_logits: whether it returns logits.
        multi_label: whether each of several outputs is a sigmoid's.
        layer: the closing softmax or sigmoid, whose input are the logits; None if there is none,
            or if it cannot be got at.
    """

    from_logits: bool
    multi_label: bool
    layer: Any = None


def ending_of(
    classifier: keras.Model, from_logits: bool | None = None, multi_label: bool | None = None
) -> Ending:
    """Find out what a classifier's outputs are.

    Args:
        classifier: Keras model with one output.
        from_logits: whether it returns logits, where its last layer does not tell.
        multi_label: whether several outputs can be true at once, where no sigmoids tell.

    Raises:
        ConfigError: if it has to be told, or was told what its last layer contradicts.
    """
    if len(getattr(classifier, "outputs", None) or [None]) != 1:
        raise ConfigError(
            "The classifier must have one output, (batch, classes). "
            f"Received: {len(classifier.outputs)} outputs. Pass predictions_transform, a function "
            "that takes them all and returns the one to train, and from_logits=True or False."
        )
    layer = _closing(classifier)
    kind = _kind(layer)
    if kind is None:
        if from_logits is None:
            raise ConfigError(
                f"Cannot tell whether the classifier returns logits or probabilities: {_why(layer)}"
                ". Pass from_logits=True or False."
            )
        return Ending(from_logits, bool(multi_label))
    if from_logits is not None and from_logits != (kind == "logits"):
        raise ConfigError(
            f"from_logits={from_logits}, but the classifier ends in {kind}. Leave from_logits out, "
            "or change its last layer."
        )
    several = _num_outputs(classifier, layer) != 1
    if kind == "softmax" and (multi_label or not several):
        raise ConfigError(
            "The classifier ends in a softmax, whose probabilities sum to 1, so that one output "
            "is always 1 and several never are. Let it end in sigmoids instead."
        )
    if kind == "sigmoids" and multi_label is False and several:
        raise ConfigError(
            "multi_label=False, but the classifier ends in several sigmoids, of which several can "
            "be near 1 at once. Let it end in a softmax, or leave multi_label out."
        )
    if kind == "logits":
        return Ending(True, bool(multi_label))
    return Ending(False, kind == "sigmoids", layer)


def transformed_ending(
    transform: Any, from_logits: bool | None, multi_label: bool | None
) -> Ending:
    """What a function of the classifier's outputs gives, as it was told: it may do anything.

    Raises:
        ConfigError: if it is no function, or nothing was told.
    """
    if not callable(transform):
        raise ConfigError(
            "predictions_transform must be a function of the classifier's outputs. "
            f"Received: {type(transform).__name__}. Pass for instance lambda outputs: outputs[0]."
        )
    if from_logits is None:
        raise ConfigError(
            "With predictions_transform say what it returns: from_logits=True for logits, False "
            "for probabilities."
        )
    return Ending(from_logits, bool(multi_label))


def _num_outputs(classifier: keras.Model, layer: Any) -> int | None:
    tensors = getattr(classifier, "outputs", None)  # there are none before it is built
    return tensors[0].shape[-1] if tensors else getattr(layer, "units", None)


def _why(layer: Any) -> str:
    if layer is None:
        return "it is a subclassed model"
    return f"its last layer, {layer.name!r} ({type(layer).__name__}), does not say"


def _closing(model: Any) -> Any:
    """The operation that makes the output, before layers that pass it on as it is.

    None for a subclassed model, where it cannot be known.
    """
    if isinstance(model, keras.Sequential):
        passing = [layer for layer in model.layers if not _passes_on(layer)]
        last_layer = passing[-1] if passing else None
        return _closing(last_layer) if isinstance(last_layer, keras.Model) else last_layer
    if not getattr(model, "outputs", None):
        return None
    tensor = model.outputs[0]
    while True:
        layer, node, _ = tensor._keras_history
        if isinstance(layer, keras.Model):
            return _closing(layer)
        if not _passes_on(layer):
            return layer
        tensor = layer._inbound_nodes[node].input_tensors[0]


def _passes_on(layer: Any) -> bool:
    """Whether a layer's output is its input, in another precision perhaps."""
    if isinstance(layer, keras.layers.Identity):
        return True
    return type(layer) is keras.layers.Activation and layer.activation is keras.activations.linear


def _kind(layer: Any) -> _Kind | None:
    layer_type = type(layer)
    if layer_type in (keras.layers.Dense, keras.layers.EinsumDense, keras.layers.Activation):
        return _ACTIVATIONS.get(layer.activation)
    if not layer_type.__module__.startswith("keras."):  # a subclass may do anything
        return None
    if layer_type.__name__ in ("Softmax", "LogSoftmax"):  # as layers, and as what keras.ops leave
        if getattr(layer, "axis", -1) not in (-1, 1):
            return None
        return "softmax" if layer_type.__name__ == "Softmax" else "logits"
    return "sigmoids" if layer_type.__name__ == "Sigmoid" else None
