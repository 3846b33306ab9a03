"""Which layer of a classifier embeds its tokens."""

from __future__ import annotations

from typing import Any

import keras

from rrr.errors import ConfigError


def all_layers(classifier: keras.Model) -> list[keras.layers.Layer]:
    """Every layer inside a model, those of nested models and wrappers too, outer ones first."""
    return list(classifier._flatten_layers(include_self=False, recursive=True))


def without_cudnn(classifier: keras.Model) -> None:
    """Keep recurrent layers off cuDNN's kernels, which have no second derivative.

    Keras forgets this setting whenever a layer is cloned or loaded.
    """
    for layer in all_layers(classifier):
        if hasattr(layer, "use_cudnn"):
            layer.use_cudnn = False


def embedding_of(classifier: keras.Model) -> Any:
    """The layer that turns token ids into embeddings: the only `Embedding`, or the one that a model
    of KerasHub inside calls its own. Others there embed positions or segments.

    Raises:
        ConfigError: if there is not exactly one.
    """
    layers = all_layers(classifier)
    called = (getattr(layer, "token_embedding", None) for layer in layers)
    token_embeddings = {
        id(layer): layer for layer in called if isinstance(layer, keras.layers.Embedding)
    }
    embeddings = list(token_embeddings.values()) or [
        layer for layer in layers if isinstance(layer, keras.layers.Embedding)
    ]
    if len(embeddings) != 1:
        names = ", ".join(layer.name for layer in embeddings) or "none"
        raise ConfigError(
            "With 'token_ids' the classifier must hold exactly one Embedding layer, or be told "
            f"which layer embeds the tokens. Received: {names}. "
            "Pass embedding_layer='…', or embedded input as 'X'."
        )
    return embeddings[0]


def layer_named(classifier: keras.Model, layer_or_name: keras.layers.Layer | str) -> Any:
    """The one layer of this name.

    Raises:
        ConfigError: if there is none, or several.
    """
    layers = all_layers(classifier)
    name = (
        layer_or_name
        if isinstance(layer_or_name, str)
        else getattr(layer_or_name, "name", repr(layer_or_name))
    )
    matches = [layer for layer in layers if layer.name == name]
    if len(matches) != 1 or not (isinstance(layer_or_name, str) or matches[0] is layer_or_name):
        raise ConfigError(
            "embedding_layer must be a layer of the classifier, or the name of just one. "
            f"Received: {name!r}. Its layers: {', '.join(layer.name for layer in layers)}."
        )
    return matches[0]
