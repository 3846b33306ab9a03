"""Run by test_precision_and_devices.py: trainings on two devices, in a process of their own.

TensorFlow must be told of its devices before it does anything else.
"""

import json
import sys

import keras
import numpy as np
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.model import RightReasonsModel

CASES = [
    ("input_gradient", "sum_over_batch_size"),
    ("integrated_gradients", "sum_over_batch_size"),
    ("blanking", "sum"),
]


def trained(strategy, penalty, reduction):
    with strategy.scope():
        keras.utils.set_random_seed(0)
        classifier = keras.Sequential(
            [
                keras.Input((3, 2)),
                keras.layers.Dense(4, activation="tanh", kernel_regularizer="l2"),
                keras.layers.GlobalAveragePooling1D(),
                keras.layers.Dense(2),
            ]
        )
        model = RightReasonsModel(classifier, reason_weight=2.0, penalty=penalty)
        loss = keras.losses.CategoricalCrossentropy(True, reduction=reduction)
        model.compile(keras.optimizers.SGD(0.1), loss=loss)
    random = np.random.default_rng(0)
    X = random.normal(size=(8, 3, 2)).astype("float32")
    Z = random.integers(0, 2, (8, 3)).astype("float32")
    data = {"X": X, "Z": Z}, random.integers(0, 2, 8)
    history = model.fit(*data, batch_size=8, epochs=2, shuffle=False, verbose=0).history
    weights = np.concatenate([weight.ravel() for weight in model.classifier.get_weights()])
    return {"loss": history["loss"], "weights": weights.tolist()}


def drawn(strategy):
    """How strong the marked tokens are, on each device, in a step of two sentences each."""
    with strategy.scope():
        model = RightReasonsModel(
            keras.Sequential([keras.Input((3, 2)), keras.layers.Flatten(), keras.layers.Dense(2)]),
            penalty="expected_gradients",
        )
        model.compile("sgd")
    step = tf.function(lambda: strategy.run(lambda: model._drawn_strengths(2)))
    return [each.numpy().tolist() for each in strategy.experimental_local_results(step())]


def refusal(strategy):
    """What is said of a layer that waits for the other device inside."""
    with strategy.scope():
        waiting = keras.layers.BatchNormalization(synchronized=True)
        layers = [keras.Input((3, 2)), waiting, keras.layers.Flatten(), keras.layers.Dense(2)]
        model = RightReasonsModel(keras.Sequential(layers))
        model.compile()
    ones = np.ones((2, 3), "float32")
    try:
        model.fit({"X": np.ones((2, 3, 2), "float32"), "Z": ones}, np.array([0, 1]), verbose=0)
    except ConfigError as error:
        return str(error)
    return "nothing"


(cpu,) = tf.config.list_physical_devices("CPU")
halves = [tf.config.LogicalDeviceConfiguration()] * 2
tf.config.set_logical_device_configuration(cpu, halves)
one, two = tf.distribute.get_strategy(), tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
trainings = [[trained(strategy, *case) for strategy in (one, two)] for case in CASES]
told = {"trainings": trainings, "refusal": refusal(two), "drawn": drawn(two)}
sys.stdout.write(json.dumps(told))
