"""The weights a training begins with, drawn from its own seed and from nothing else.

Keras draws them from Python's random numbers, which are global: whatever else builds a model or
draws a number in this process at the same moment would change them. So they are drawn again here,
from a generator of our own, by the initialisers that Keras uses by default.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import keras

_Initialiser = Callable[[int], keras.initializers.Initializer]

_BY_NAME: dict[str, _Initialiser] = {
    "embeddings": lambda seed: keras.initializers.RandomUniform(seed=seed),
    "kernel": lambda seed: keras.initializers.GlorotUniform(seed=seed),
    "recurrent_kernel": lambda seed: keras.initializers.Orthogonal(seed=seed),
}
"""Name of a weight -> what draws it; biases are not drawn at all."""


def draw_weights(layer: keras.Layer, seed: int) -> None:
    """Draw the weights of a classifier from `build_classifier` anew, or of one of its layers; the
    same seed, kind and sizes give the same weights, whatever happens around."""
    random = Random(seed)
    for weight in layer.weights:
        if weight.name in _BY_NAME:
            weight.assign(_BY_NAME[weight.name](_next(random))(weight.shape))
        if weight.name == "recurrent_kernel":
            _next(random)  # a recurrent layer draws a seed for dropout, too, which is not used


def _next(random: Random) -> int:
    return random.randint(1, 10**9)  # as Keras does
