"""What a classifier's last layer reads, and another last layer in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import keras
import numpy as np

from rrr.learning.architecture import copy_of
from rrr.learning.batches import by_length, pad
from rrr.learning.compiled_inference import length_of
from rrr.learning.pieces import count_of, ids_of
from rrr.learning.trained import BATCH_SIZE, TrainedClassifier


def last_layer_inputs(trained: TrainedClassifier, texts: Sequence[str]) -> np.ndarray:
    """What the last layer reads of each text, `(texts, features)`."""
    classifier, vocabulary = trained.classifier, trained.vocabulary
    reader = keras.Model(classifier.input, classifier.layers[-1].input)
    rows = trained.encode(texts)
    read = np.zeros((len(rows), reader.output_shape[-1]), "float32")
    for batch in by_length([count_of(row, vocabulary) for row in rows], BATCH_SIZE):
        ids = [ids_of(rows[i], vocabulary) for i in batch]
        padded = pad(ids, vocabulary.padding, "int32", length_of(classifier))
        read[batch] = reader(padded, training=False)
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
