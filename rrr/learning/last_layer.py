"""What a classifier's last layer reads, and another last layer in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import keras
import numpy as np
import tensorflow as tf

from rrr.learning.architecture import copy_of
from rrr.learning.compiled_inference import Weights
from rrr.learning.trained import TrainedClassifier


def last_layer_inputs(trained: TrainedClassifier, texts: Sequence[str]) -> np.ndarray:
    """What the last layer reads of each text, `(texts, features)`."""
    classifier = trained.classifier
    reader = keras.Model(classifier.input, classifier.layers[-1].input)
    rows = trained.encode(texts)

    def one_pass(_: Weights, batch: np.ndarray, padded: tf.Tensor) -> tuple[np.ndarray, tf.Tensor]:
        return batch, reader(padded, training=False)

    read = np.zeros((len(rows), reader.output_shape[-1]), "float32")
    for batch, features in trained.passes(rows, one_pass):
        read[batch] = features
    return read


def with_last_layer(
    trained: TrainedClassifier, kernel: np.ndarray, bias: np.ndarray
) -> TrainedClassifier:
    """The classifier with these weights in its last layer, `(features, classes)` and `(classes,)`;
    the one that is given stays as it is. Its probabilities are not calibrated."""
    classifier = copy_of(trained.classifier)
    classifier.set_weights(trained.classifier.get_weights())
    classifier.layers[-1].set_weights([kernel, bias])
    return replace(trained, classifier=classifier, temperature=1.0)
