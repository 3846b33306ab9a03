"""A trained classifier as Keras' own layers alone, to be loaded where this package is not; with a
pre-trained encoder, as Keras' and KerasHub's.

Our layers are exact wherever the padding lies. A batch that is padded on the right only needs less,
which Keras can say in its own operations: `keras.models.load_model(path, safe_mode=True)` reads
the result on any of Keras' backends.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import keras
from keras import ops

from rrr.learning import layers
from rrr.learning.recurrent import CausalGRU, CausalLSTM
from rrr.learning.trained import TrainedClassifier
from rrr.text import PADDING_ID

_LOWEST = 1e9
"""What is taken off where there is padding, so that it is no maximum."""


def plain_keras_file(trained: TrainedClassifier) -> bytes:
    """A `.keras` file of `plain_keras(trained)`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.keras")
        plain_keras(trained).save(path)
        return path.read_bytes()


def plain_keras(trained: TrainedClassifier) -> keras.Model:
    """A model from token ids `(batch, time)`, 0 behind each text's end, to its probabilities
    `(batch, labels)`: those of `trained`, the temperature included.
    """
    padding = _Padding()
    copy = keras.models.clone_model(
        trained.classifier, clone_function=_own_layer, call_function=padding.call
    )
    copy.set_weights(trained.classifier.get_weights())
    scaled = keras.layers.Rescaling(1 / trained.temperature, name="calibrated")(copy.output)
    probabilities = keras.layers.Softmax(name="probabilities")(scaled)
    return keras.Model(copy.input, probabilities, name="right_reasons_classifier")


def _own_layer(layer: keras.layers.Layer) -> keras.layers.Layer:
    """Keras' own layer of the same weights; ours without weights are left for `_Padding.call`."""
    kinds = {
        CausalLSTM: keras.layers.LSTM,
        CausalGRU: keras.layers.GRU,
        layers.MaskedConv1D: keras.layers.Conv1D,
        keras.layers.Embedding: keras.layers.Embedding,
    }
    kind = kinds.get(type(layer), type(layer))
    config = layer.get_config()
    if kind is keras.layers.Embedding:
        # Padding is told by its id. What bounded the rows plays no part after training.
        config |= {"mask_zero": False, "embeddings_constraint": None}
    return kind.from_config(config)


class _Padding:
    """Calls the layers of a classifier; what ours do by their mask is done by operations."""

    def __init__(self) -> None:
        self._is_token: Any = None  # (batch, time)

    def call(self, layer: keras.layers.Layer, *args: Any, **options: Any) -> Any:
        """What the layer, or the operations in its place, make of the inputs."""
        if isinstance(layer, keras.layers.Embedding):
            self._is_token = ops.not_equal(args[0], PADDING_ID)
        elif isinstance(layer, layers.MaskedMean) and options.get("mask") is not None:
            self._is_token = options["mask"]  # an encoder embeds in a model of its own
        match layer:
            case layers.MaskedMax():
                return ops.max(args[0] - _LOWEST * (1.0 - self._weights()), axis=1)
            case layers.MaskedMean():
                return self._sum(args[0]) / self._number()
            case layers.MaskedRootSum():
                return self._sum(args[0]) / ops.sqrt(self._number())
            case layers.LastStep():
                return self._sum(args[0] * self._is_last())
            case layers.ReverseTokens():
                return ops.take_along_axis(args[0], self._reversed_places(), axis=1)
            case keras.layers.Conv1D():
                return layer(args[0] * self._weights())
        return layer(*args, **options)

    def _weights(self) -> Any:
        """1 for a token, 0 for padding, `(batch, time, 1)`."""
        return ops.expand_dims(ops.cast(self._is_token, "float32"), -1)

    def _sum(self, features: Any) -> Any:
        return ops.sum(features * self._weights(), axis=1)

    def _number(self) -> Any:
        return ops.maximum(ops.sum(self._weights(), axis=1), 1.0)

    def _places(self) -> tuple[Any, Any]:
        """Each place's number from 0, `(batch, time)`, and each text's length, `(batch, 1)`."""
        places = ops.cumsum(ops.ones_like(self._is_token, dtype="int32"), axis=1) - 1
        lengths = ops.sum(ops.cast(self._is_token, "int32"), axis=1, keepdims=True)
        return places, lengths

    def _is_last(self) -> Any:
        places, lengths = self._places()
        return ops.expand_dims(ops.cast(ops.equal(places, lengths - 1), "float32"), -1)

    def _reversed_places(self) -> Any:
        places, lengths = self._places()
        return ops.expand_dims(ops.where(self._is_token, lengths - 1 - places, places), -1)
