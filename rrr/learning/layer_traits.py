"""What decides how a batch may be run through a layer."""

from __future__ import annotations

import keras
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.embedding_layer import all_layers


def draws_noise(layer: keras.layers.Layer) -> bool:
    """Whether two passes of the layer in training differ: dropout and the like."""
    if hasattr(layer, "recurrent_dropout"):  # has a generator of seeds in any case
        return bool(layer.dropout or layer.recurrent_dropout)
    return bool(layer._seed_generators)


def looks_beyond_a_row(layer: keras.layers.Layer) -> bool:
    """Whether the layer keeps statistics of the rows that it meets, or adds losses of them."""
    return bool(
        layer._non_trainable_variables
        or layer.activity_regularizer is not None
        or _adds_losses(layer)
    )


def refuse_layers_that_wait(classifier: keras.Model) -> None:
    """On several devices: a layer must not wait inside for the other devices.

    Another device's thread would have to wait for this one to leave `logits`.
    """
    replica = tf.distribute.get_replica_context()
    if replica is None or replica.num_replicas_in_sync == 1:
        return
    for layer in all_layers(classifier):
        if getattr(layer, "synchronized", False):
            raise ConfigError(
                f"The layer {layer.name!r} was made with synchronized=True, which cannot be "
                "trained with a penalty on several devices. Take synchronized=False."
            )


def _adds_losses(layer: keras.layers.Layer) -> bool:
    """Whether a method of the layer's own class, or of one of its bases, adds a loss."""
    return any(
        "add_loss" in getattr(getattr(method, "__code__", None), "co_names", ())
        for of_class in type(layer).__mro__
        if not issubclass(keras.layers.Layer, of_class)
        for method in vars(of_class).values()
    )
