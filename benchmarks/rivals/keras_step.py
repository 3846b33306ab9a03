"""Ours, and Keras' own LSTM without a penalty, both as compiled `train_function` calls.

    python -m benchmarks.rivals.keras_step {ours-plain,ours-double,keras-plain}

As `fit` runs them, on tensors that are there already, like those of the other frameworks.
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import tensorflow as tf

from benchmarks.rivals.turns import (
    CLASSES,
    EMBEDDING,
    LEARNING_RATE,
    UNITS,
    VOCABULARY,
    WEIGHT,
    sentences,
    take_turns,
)


def model_named(name: str) -> keras.Model:
    from rrr.learning.classifiers import build_classifier
    from rrr.learning.model import RightReasonsModel

    if name == "keras-plain":
        model = keras.Sequential(
            [
                keras.layers.Embedding(VOCABULARY, EMBEDDING),
                keras.layers.LSTM(UNITS),
                keras.layers.Dense(CLASSES),
            ]
        )
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.Adam(LEARNING_RATE), loss, jit_compile=False)
        return model
    classifier = build_classifier(
        "lstm",
        vocabulary_size=VOCABULARY,
        embedding_size=EMBEDDING,
        hidden_size=UNITS,
        num_classes=CLASSES,
    )
    double = name == "ours-double"
    model = RightReasonsModel(classifier, WEIGHT if double else 0.0, penalty="input_gradient")
    model.compile(keras.optimizers.Adam(LEARNING_RATE))
    return model


def main() -> None:
    name = sys.argv[1]
    model = model_named(name)
    token_ids, Z, labels = (tf.constant(array) for array in sentences())
    x = token_ids if name == "keras-plain" else {"token_ids": token_ids, "Z": Z}
    if name == "ours-plain":
        x["Z"] = tf.ones_like(Z)
    # What `fit` calls for each batch, `steps_per_execution` and progress bar left out.
    compiled = tf.function(lambda: model.train_step((x, labels)))
    model.optimizer.build(model.trainable_variables) if model.built else model(token_ids)

    def step() -> None:
        logs = compiled()
        for value in tf.nest.flatten(logs):
            value.numpy()

    take_turns(step)


if __name__ == "__main__":
    main()
