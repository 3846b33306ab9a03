"""How well plain models do on the demo corpus, with the planted words and without them.

    python -m benchmarks.demo_corpus [--seeds 3] [--epochs 10]

"plain" trains on the training reviews as they are; "clean" on the same reviews with the planted
words deleted, so its accuracy on `artefact_free` is what a cured model can hope for. Two models:
Embedding(64) → LSTM(64) → Dense(2) in plain Keras, and logistic regression on word counts.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import keras
import numpy as np

from rrr.text import NUM_RESERVED_IDS, PADDING_ID, Vocabulary, tokenize, word_of

DEMO = Path(__file__).resolve().parent.parent / "data" / "demo"
TEST_SPLITS = ("test", "artefact_free", "artefact_flipped")
LABELS = ("negative", "positive")


def read_splits() -> dict[str, tuple[list[str], np.ndarray]]:
    """Split -> (texts, label numbers)."""
    splits: dict[str, tuple[list[str], list[int]]] = {}
    for line in (DEMO / "reviews.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        texts, labels = splits.setdefault(row["split"], ([], []))
        texts.append(row["text"])
        labels.append(LABELS.index(row["label"]))
    return {name: (texts, np.array(labels)) for name, (texts, labels) in splits.items()}


def without(texts: list[str], words: frozenset[str]) -> list[str]:
    """The texts with every token deleted whose word is one of `words`."""
    return [
        " ".join(token.text for token in tokenize(text) if word_of(token.text) not in words)
        for text in texts
    ]


def encode(vocabulary: Vocabulary, texts: list[str], length: int) -> np.ndarray:
    """Token ids (text, length), padded at the end."""
    ids = np.full((len(texts), length), PADDING_ID, np.int32)
    for row, text in enumerate(texts):
        encoded = vocabulary.encode(tokenize(text))[:length]
        ids[row, : len(encoded)] = encoded
    return ids


def lstm_accuracies(splits: dict, training: list[str], seed: int, epochs: int) -> dict[str, float]:
    """Train an LSTM on `training`, measure on every test split."""
    keras.utils.set_random_seed(seed)
    vocabulary = Vocabulary.fit(training)
    length = max(len(tokenize(text)) for texts, _ in splits.values() for text in texts)
    model = keras.Sequential(
        [
            keras.layers.Embedding(len(vocabulary.words) + NUM_RESERVED_IDS, 64, mask_zero=True),
            keras.layers.LSTM(64),
            keras.layers.Dense(2),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(3e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    labels = splits["train"][1]
    model.fit(encode(vocabulary, training, length), labels, batch_size=64, epochs=epochs, verbose=0)
    return {
        name: float(
            np.mean(
                model.predict(encode(vocabulary, splits[name][0], length), verbose=0).argmax(-1)
                == splits[name][1]
            )
        )
        for name in TEST_SPLITS
    }


def counts(vocabulary: Vocabulary, texts: list[str]) -> np.ndarray:
    """How often each word of the vocabulary stands in each text (text, word)."""
    rows = (vocabulary.encode(tokenize(text)) for text in texts)
    return np.stack([np.bincount(row, minlength=len(vocabulary)) for row in rows]).astype("float32")


def word_count_accuracies(splits: dict, training: list[str]) -> dict[str, float]:
    """Train logistic regression on word counts, measure on every test split."""
    keras.utils.set_random_seed(0)
    vocabulary = Vocabulary.fit(training)
    model = keras.Sequential(
        [keras.layers.Dense(2, kernel_regularizer=keras.regularizers.L2(1e-3))]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(1e-2),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(counts(vocabulary, training), splits["train"][1], epochs=30, verbose=0)
    return {
        name: model.evaluate(
            counts(vocabulary, splits[name][0]), splits[name][1], verbose=0, return_dict=True
        )["accuracy"]
        for name in TEST_SPLITS
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3, help="number of LSTM trainings each")
    parser.add_argument("--epochs", type=int, default=10)
    arguments = parser.parse_args()

    splits = read_splits()
    lines = (DEMO / "marks.txt").read_text("utf-8").splitlines()
    marks = frozenset(line for line in lines if line and not line.startswith("#"))
    as_is = splits["train"][0]
    out = sys.stdout
    out.write(f"{'':28}" + "".join(f"{name:>18}" for name in TEST_SPLITS) + "\n")
    for title, training in (("plain", as_is), ("clean", without(as_is, marks))):
        rows = [("word counts", word_count_accuracies(splits, training))]
        rows += [
            (f"LSTM, seed {seed}", lstm_accuracies(splits, training, seed, arguments.epochs))
            for seed in range(arguments.seeds)
        ]
        for name, accuracies in rows:
            cells = "".join(f"{accuracies[split]:18.3f}" for split in TEST_SPLITS)
            out.write(f"{title + ', ' + name:28}{cells}\n")


if __name__ == "__main__":
    main()
