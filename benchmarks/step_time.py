"""What a training step with the penalty costs, against a step without it.

    .venv/bin/python -m benchmarks.step_time [--classifier lstm] [--rounds 6] [--vocabulary 5000]

Batches of 64 sentences of 64 tokens, embedding 100, LSTM or GRU of 128 units, all under `fit`; a
fraction f of the sentences of each batch has marks. A step's time is the mean over a pass; medians
over the passes of one run, the settings taking turns, so that a busy machine slows all alike: read
the ratios, or the CPU time, which other work changes little. By TensorFlow's own way the double
tape costs at least two times a plain step where every sentence has marks, and (1 + f) times where a
fraction f has (a plain step is forward, ∂X, ∂W; the penalty doubles it).

Our classifiers take the maximum over time and the sum of the embeddings, so they are held against
the same network made of Keras' own layers. Keras' layer that gives its last output alone is the
smaller network that the targets were set for.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from rrr.learning.classifiers import build_classifier
from rrr.learning.model import RightReasonsModel
from rrr.records import ClassifierKind

BATCH, TIME, EMBEDDING, UNITS, VOCABULARY = 64, 64, 100, 128, 5_000
STEPS = 12
"""Of a pass."""
TARGETS = {
    "λ = 0, nothing marked": 0.6,
    "input gradient, f = 1": 1.25,
    "input gradient, f = 0.3": 1.0,
    "input gradient, f = 0.1": 0.85,
    "expected gradients, f = 1": 1.3,
}
"""Times the step without a penalty of the same network in Keras' layers."""


class StepTimes(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        self._began = time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self.seconds.append(time.perf_counter() - self._began)


def ours(
    reason_weight: float,
    vocabulary_size: int = VOCABULARY,
    kind: ClassifierKind = "lstm",
    **options: Any,
) -> RightReasonsModel:
    classifier = build_classifier(
        kind,
        vocabulary_size=vocabulary_size,
        embedding_size=EMBEDDING,
        hidden_size=UNITS,
        num_classes=2,
    )
    model = RightReasonsModel(classifier, reason_weight=reason_weight, **options)
    model.compile("adam")
    return model


def plain_keras(
    vocabulary_size: int = VOCABULARY, kind: ClassifierKind = "lstm", *, is_same: bool = False
) -> keras.Model:
    """In Keras' own layers: the same network as ours, or the layer's last output alone."""
    layer = keras.layers.GRU if kind == "gru" else keras.layers.LSTM
    token_ids = keras.Input((None,), dtype="int32")
    embedded = keras.layers.Embedding(vocabulary_size, EMBEDDING)(token_ids)
    features = layer(UNITS, return_sequences=is_same)(embedded)
    if is_same:
        highest = keras.layers.GlobalMaxPooling1D()(features)
        # Of equally long texts a mean differs from our sum by a factor only.
        features = keras.layers.Concatenate()(
            [highest, keras.layers.GlobalAveragePooling1D()(embedded)]
        )
    model = keras.Model(token_ids, keras.layers.Dense(2)(features))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"], jit_compile=False)
    return model


def batches(
    fraction: float, steps: int = STEPS, vocabulary_size: int = VOCABULARY
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Random sentences; a fraction of each batch has every eighth token marked."""
    random = np.random.default_rng(0)
    token_ids = random.integers(1, vocabulary_size, (steps * BATCH, TIME)).astype("int32")
    Z = np.ones((steps, BATCH, TIME), "float32")
    Z[:, : round(fraction * BATCH), ::8] = 0
    labels = random.integers(0, 2, steps * BATCH)
    return {"token_ids": token_ids, "Z": Z.reshape(-1, TIME)}, labels


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=6, help="timed passes per setting")
    parser.add_argument("--vocabulary", type=int, default=VOCABULARY, help="how many words")
    parser.add_argument("--classifier", choices=("lstm", "gru"), default="lstm")
    arguments = parser.parse_args()
    rounds, words, kind = arguments.rounds, arguments.vocabulary, arguments.classifier
    last_alone = f"Keras' {kind.upper()}, last output alone"
    keras_own = "Keras' layers, the same network"

    settings: dict[str, tuple[keras.Model, float]] = {
        last_alone: (plain_keras(words, kind), 0.0),
        keras_own: (plain_keras(words, kind, is_same=True), 0.0),
        "λ = 0, nothing marked": (ours(0.0, words, kind), 0.0),
        "input gradient, f = 1": (ours(1.0, words, kind, penalty="input_gradient"), 1.0),
        "input gradient, f = 0.3": (ours(1.0, words, kind, penalty="input_gradient"), 0.3),
        "input gradient, f = 0.1": (ours(1.0, words, kind, penalty="input_gradient"), 0.1),
        "integrated gradients, f = 1": (
            ours(1.0, words, kind, penalty="integrated_gradients"),
            1.0,
        ),
        **{
            f"expected gradients, f = {fraction:g}": (
                ours(1.0, words, kind, penalty="expected_gradients"),
                fraction,
            )
            for fraction in (1.0, 0.3, 0.1)
        },
        "blanking, f = 1": (ours(1.0, words, kind, penalty="blanking"), 1.0),
        "blanking, f = 0.3": (ours(1.0, words, kind, penalty="blanking"), 0.3),
        "blanking, f = 0.1": (ours(1.0, words, kind, penalty="blanking"), 0.1),
    }
    times: dict[str, list[float]] = {name: [] for name in settings}
    cpu: dict[str, list[float]] = {name: [] for name in settings}
    for round_number in range(rounds + 1):  # the first compiles
        for name, (model, fraction) in settings.items():
            x, y = batches(fraction, vocabulary_size=words)
            inputs: Any = x if isinstance(model, RightReasonsModel) else x["token_ids"]
            timer, began = StepTimes(), time.process_time()
            model.fit(inputs, y, batch_size=BATCH, shuffle=False, verbose=0, callbacks=[timer])
            if round_number:
                times[name].append(statistics.fmean(timer.seconds))
                cpu[name].append((time.process_time() - began) / STEPS)
    medians = {name: statistics.median(seconds) for name, seconds in times.items()}
    same, alone = medians[keras_own], medians[last_alone]
    print("| step | median, ms | CPU, ms | times the same network | times last output | target |")
    print("|---|---|---|---|---|---|")
    for name, median in medians.items():
        of_cpu = f"{1e3 * statistics.median(cpu[name]):.0f}"
        target = f"≤ {TARGETS[name]}" if name in TARGETS else ""
        ratios = f"{median / same:.2f} | {median / alone:.2f}"
        print(f"| {name} | {1e3 * median:.1f} | {of_cpu} | {ratios} | {target} |")


if __name__ == "__main__":
    main()
