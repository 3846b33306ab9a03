"""What a classifier is apart from its weights: the key under which compiled functions are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from typing import Any

import keras

from rrr.learning.embedding_layer import all_layers


def architecture(classifier: keras.Model) -> Hashable:
    """Equal for two classifiers that compute the same from the same weights.

    The names of layers and models are left out, since Keras counts them up. Only names that stand
    where Keras keeps them are: a layer may be called "tanh", too. Where it is not certain that a
    text is a name, it counts, so that two classifiers may at worst be taken for different.
    """
    config = keras.saving.serialize_keras_object(classifier)
    config.pop("compile_config", None)
    classes = tuple(type(layer) for layer in all_layers(classifier))
    weights = tuple((tuple(weight.shape), weight.dtype) for weight in classifier.weights)
    return json.dumps(_without_names(config), sort_keys=True), classes, weights


def can_be_copied(classifier: keras.Model) -> bool:
    """Whether Keras can make it again by itself: not a model class of somebody's own."""
    return isinstance(classifier, keras.Sequential) or bool(getattr(classifier, "inputs", None))


def copy_of(classifier: keras.Model) -> keras.Model:
    """A model of the same architecture whose same layers learn; its weights are not copied."""
    copy = keras.models.clone_model(classifier)
    # What a nested model is made of is made anew, and would all learn again.
    for ours, theirs in zip(all_layers(copy), all_layers(classifier), strict=True):
        ours.trainable = theirs.trainable
    return copy


def _without_names(model: dict[str, Any]) -> dict[str, Any]:
    """A serialized model with numbers for the names of its layers, and none of its own."""
    layers = model["config"].get("layers")
    if not isinstance(layers, list) or not all(map(_is_layer, layers)):
        return model
    # A sequential model's layers are wired by no names, and have them in their config at most.
    numbers = {layer["name"]: number for number, layer in enumerate(layers) if "name" in layer}
    inputs = [n for n, layer in enumerate(layers) if layer["class_name"] == "InputLayer"]

    def numbered(history: list[Any]) -> list[Any]:
        return [numbers.get(history[0], history[0]), *history[1:]]

    def numbered_tensor(tensor: dict[str, Any]) -> dict[str, Any]:
        history = numbered(tensor["config"]["keras_history"])
        return {**tensor, "config": {**tensor["config"], "keras_history": history}}

    def numbered_layer(number: int, layer: dict[str, Any]) -> dict[str, Any]:
        if number in inputs and len(inputs) > 1:  # by its name an input is found among several
            return layer
        config = {**_without_names(layer)["config"], "name": number}
        nodes = _mapped(layer.get("inbound_nodes"), _is_tensor, numbered_tensor)
        return {**layer, "name": number, "config": config, "inbound_nodes": nodes}

    config = {**model["config"], "name": None}
    config["layers"] = [numbered_layer(number, layer) for number, layer in enumerate(layers)]
    for ends in ("input_layers", "output_layers"):
        config[ends] = _mapped(config.get(ends), _is_history, numbered)
    return {**model, "config": config}


def _is_layer(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("config"), dict)


def _is_history(value: Any) -> bool:
    """Whether it is a tensor's origin: a layer's name and two numbers."""
    return isinstance(value, list | tuple) and len(value) == 3 and isinstance(value[0], str)


def _is_tensor(value: Any) -> bool:
    return isinstance(value, dict) and value.get("class_name") == "__keras_tensor__"


def _mapped(value: Any, chosen: Callable[[Any], bool], change: Callable[[Any], Any]) -> Any:
    """A nested structure with `change` applied wherever `chosen` holds."""
    if chosen(value):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(item, chosen, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(item, chosen, change) for item in value]
    return value
