"""One epoch on the newsgroups against the code this project started from.

    .venv/bin/python -m benchmarks.starting_code --corpora FOLDER [--rounds 3]

FOLDER (or RRR_CORPORA) holds news_atheism_christian/data.jsonl.gz; without it the benchmark is
left out with a message. Texts are cut at 400 tokens, embedding 64, LSTM of 64 units, batches of 64,
the starting formula at λ = 1 with the corpus's 25 word rules as marks.

The starting code is two nested tapes in a `Sequential` subclass on embedded input: every text is
padded to 400, every row pays for the penalty. Ours runs as it ships: texts of like length share a
batch that is padded to its own longest, and rows without marks get no second tape. Ours also learns
the embeddings, which the starting code is given. Both were compiled by a first epoch; epochs take
turns; medians.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from rrr.evidence import newsgroups
from rrr.evidence.shared_corpora import is_there
from rrr.learning.batches import encode, training_batches
from rrr.learning.classifiers import build_classifier
from rrr.learning.model import RightReasonsModel
from rrr.records import STARTING_FORMULA, TRAIN, LabelledTexts
from rrr.text import PADDING_ID, Vocabulary

BATCH, LENGTH, EMBEDDING, UNITS = 64, 400, 64, 64


class StartingCode(keras.Sequential):
    """The starting formula as it was written: log of the largest probability, (Σ_e g)², sums."""

    def __init__(self, layers: list[keras.layers.Layer], weight: float) -> None:
        super().__init__(layers)
        self.weight = weight

    def train_step(self, data):
        x, y = data
        X, Z = x["X"], x["Z"]
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                inner.watch(X)
                probabilities = self(X, training=True)
                target = tf.math.log(tf.reduce_max(probabilities, axis=-1))
            gradients = inner.gradient(target, X)  # (batch, time, embedding)
            per_token = tf.square(tf.reduce_sum(gradients, axis=-1))
            saliency = tf.reduce_sum((1.0 - Z) * per_token)
            classification = tf.reduce_sum(keras.losses.categorical_crossentropy(y, probabilities))
            loss = classification + self.weight * saliency
        weights = self.trainable_variables
        self.optimizer.apply_gradients(zip(outer.gradient(loss, weights), weights, strict=True))
        return {"loss": loss, "classification_loss": classification, "saliency_loss": saliency}


def starting_epoch(data: LabelledTexts, labels: tuple[str, ...]) -> Callable[[], None]:
    vocabulary = Vocabulary.fit(data.texts)
    random = np.random.default_rng(0)
    table = random.uniform(-0.05, 0.05, (len(vocabulary), EMBEDDING)).astype("float32")
    ids = encode(data.texts, vocabulary, LENGTH)
    token_ids = np.full((len(ids), LENGTH), PADDING_ID, "int32")
    Z = np.ones((len(ids), LENGTH), "float32")
    for i, (row, marked) in enumerate(zip(ids, data.marked, strict=True)):
        token_ids[i, : len(row)] = row
        Z[i, [index for index in marked if index < len(row)]] = 0
    one_hot = np.eye(len(labels), dtype="float32")[[labels.index(label) for label in data.labels]]
    model = StartingCode(
        [keras.layers.LSTM(UNITS), keras.layers.Dense(len(labels), activation="softmax")],
        STARTING_FORMULA["reason_weight"],
    )
    model.compile("adam")
    inputs = {"X": table[token_ids], "Z": Z}
    return lambda: model.fit(inputs, one_hot, batch_size=BATCH, epochs=1, verbose=0) and None


def our_epoch(data: LabelledTexts, labels: tuple[str, ...]) -> Callable[[], None]:
    vocabulary = Vocabulary.fit(data.texts)
    classifier = build_classifier(
        "lstm",
        vocabulary_size=len(vocabulary),
        embedding_size=EMBEDDING,
        hidden_size=UNITS,
        num_classes=len(labels),
    )
    formula = {
        name: STARTING_FORMULA[name]
        for name in ("reason_weight", "target", "token_penalty", "penalty")
    }
    model = RightReasonsModel(classifier, **formula)
    model.compile("adam")
    batches = training_batches(
        data, vocabulary, labels, max_tokens=LENGTH, batch_size=BATCH, shuffle_seed=0
    )
    return lambda: model.fit(batches, epochs=1, shuffle=False, verbose=0) and None


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    folder = os.environ.get("RRR_CORPORA")
    parser.add_argument("--corpora", type=Path, default=folder and Path(folder))
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if not is_there(arguments.corpora, newsgroups.NAME):
        print(f"Left out: {newsgroups.NAME} is not in {arguments.corpora or 'any folder'}; say")
        print("where it is with --corpora or RRR_CORPORA.")
        sys.exit()

    corpus = newsgroups.newsgroups(arguments.corpora)
    data = corpus.splits[TRAIN]
    epochs = {
        "starting code": starting_epoch(data, corpus.labels),
        "ours": our_epoch(data, corpus.labels),
    }
    seconds: dict[str, list[float]] = {name: [] for name in epochs}
    for round_number in range(arguments.rounds + 1):  # the first compiles
        for name, epoch in epochs.items():
            began = time.perf_counter()
            epoch()
            if round_number:
                seconds[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(of) for name, of in seconds.items()}
    print("| one epoch of 863 posts | median, s | times ours |")
    print("|---|---|---|")
    for name, median in medians.items():
        print(f"| {name} | {median:.2f} | {median / medians['ours']:.2f} |")


if __name__ == "__main__":
    main()
