"""Run any Keras classifier in two halves: token ids → embeddings, and embeddings → logits.

The penalty needs the embeddings as a tensor of their own (to watch, and to differentiate by) and
the logits before any softmax (whose gradient vanishes in float32 once the model is confident). A
Keras model offers neither, so while it is called its `Embedding` layer is made to return given
embeddings, and its closing softmax to return its input. The layer still computes its padding mask
from the token ids. This works alike for functional, sequential and subclassed models, in graph and
in eager mode, and leaves the classifier as it was.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import keras
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.recurrent import compiled_loops
from rrr.learning.second_derivatives import exact_second_derivatives

# Tracing two functions of one classifier at a time must not see each other's substitutions.
_LOCK = threading.RLock()


@contextmanager
def _substituted(layer: keras.layers.Layer, name: str, value: Any) -> Iterator[None]:
    """Give `layer` another attribute for a while, past Keras' own attribute tracking."""
    own = vars(layer)
    had, before = name in own, own.get(name)
    object.__setattr__(layer, name, value)
    try:
        yield
    finally:
        if had:
            object.__setattr__(layer, name, before)
        else:
            object.__delattr__(layer, name)


def all_layers(classifier: keras.Model) -> list[keras.layers.Layer]:
    """Every layer inside a model, those of nested models and wrappers too."""
    return list(classifier._flatten_layers(include_self=False, recursive=True))


def _draws_noise(layer: keras.layers.Layer) -> bool:
    if hasattr(layer, "recurrent_dropout"):  # has a generator of seeds in any case
        return bool(layer.dropout or layer.recurrent_dropout)
    return bool(layer._seed_generators)


def _closing_layer(classifier: keras.Model) -> keras.layers.Layer | None:
    """The layer that makes the output; None for a subclassed model, where it cannot be known."""
    layer: Any = classifier
    while isinstance(layer, keras.Model):
        if isinstance(layer, keras.Sequential):
            layer = layer.layers[-1] if layer.layers else None
        elif getattr(layer, "outputs", None):
            layer = layer.outputs[0]._keras_history.operation
        else:
            return None
    return layer


def _is_softmax(layer: Any) -> bool:
    return type(layer).__name__ == "Softmax" or (
        getattr(layer, "activation", None) is keras.activations.softmax
    )


def _without_softmax(layer: Any) -> AbstractContextManager[None]:
    if type(layer).__name__ == "Softmax":
        return _substituted(layer, "call", lambda inputs, mask=None: inputs)
    return _substituted(layer, "activation", keras.activations.linear)


class ClassifierHalves:
    """A classifier seen as embedding and the rest.

    Args:
        classifier: Keras model from token ids `(batch, time)` or embeddings
            `(batch, time, embedding)` to logits or probabilities `(batch, classes)`.
        from_logits: whether the classifier returns logits. None finds out; only a subclassed
            model, whose last layer cannot be known, has to be told.

    Raises:
        ConfigError: if a subclassed classifier comes without `from_logits`, or ends in a softmax
            although `from_logits=True`.
    """

    def __init__(self, classifier: keras.Model, from_logits: bool | None = None) -> None:
        self.classifier = classifier
        closing = _closing_layer(classifier)
        if from_logits is None and closing is None:
            raise ConfigError(
                f"Cannot tell whether {type(classifier).__name__} returns logits or "
                "probabilities, because it is a subclassed model. Pass from_logits=True or False."
            )
        self._softmax = closing if _is_softmax(closing) else None
        if from_logits is True and self._softmax is not None:
            raise ConfigError(
                "from_logits=True, but the classifier ends in a softmax. "
                "Leave from_logits out, or take the softmax away."
            )
        self.told = from_logits  # kept for get_config
        self.from_logits = self._softmax is None if from_logits is None else from_logits

    @property
    def rows_are_independent(self) -> bool:
        """Whether a batch may be divided: no statistics, and no loss, of more than a row."""
        return not any(
            isinstance(layer, keras.layers.BatchNormalization)
            or layer.activity_regularizer is not None
            or "add_loss" in getattr(getattr(layer.call, "__code__", None), "co_names", ())
            for layer in all_layers(self.classifier)
        )

    @property
    def draws_noise(self) -> bool:
        """Whether two passes in training differ: dropout and the like, Keras' own or others."""
        return any(map(_draws_noise, all_layers(self.classifier)))

    @property
    def embedding(self) -> keras.layers.Embedding:
        """The layer that turns token ids into embeddings.

        Raises:
            ConfigError: if there is not exactly one.
        """
        found = [
            layer
            for layer in all_layers(self.classifier)
            if isinstance(layer, keras.layers.Embedding)
        ]
        if len(found) != 1:
            raise ConfigError(
                "With 'token_ids' the classifier must hold exactly one Embedding layer. "
                f"Found: {len(found)}. Pass embedded input as 'X' instead."
            )
        return found[0]

    def embed(self, token_ids: tf.Tensor) -> tf.Tensor:
        """Embeddings `(batch, time, embedding)` of token ids `(batch, time)`."""
        return self.embedding(token_ids)

    def logits(
        self, embeddings: tf.Tensor, token_ids: tf.Tensor | None = None, training: bool = False
    ) -> tf.Tensor:
        """Logits `(batch, classes)` of given embeddings `(batch, time, embedding)`.

        `token_ids` `(batch, time)` still serve for the padding mask; None for a classifier that
        takes embedded input.
        """
        with _LOCK, compiled_loops(), exact_second_derivatives(), ExitStack() as stack:
            if self._softmax is not None:
                stack.enter_context(_without_softmax(self._softmax))
            if token_ids is None:
                outputs = self.classifier(embeddings, training=training)
            else:
                given = lambda *_, **__: embeddings  # noqa: E731
                stack.enter_context(_substituted(self.embedding, "call", given))
                outputs = self.classifier(token_ids, training=training)
        if self._softmax is None and not self.from_logits:
            # A subclassed model: its logits are out of reach, log p equals them up to a constant.
            tiny = outputs.dtype.as_numpy_dtype(1e-30)
            return tf.math.log(tf.maximum(outputs, tiny))
        return outputs
