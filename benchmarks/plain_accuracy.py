"""How right and how sure plainly trained classifiers are, beside TF-IDF and logistic regression.

    .venv/bin/python -m benchmarks.plain_accuracy [--corpora FOLDER] [--seeds 5] [--kind cnn …]
        [--hidden-size 128 …] [--word-vectors FILE] [--python /path/to/another/bin/python]

Without marks (λ = 0), at the default settings otherwise. Corpora: the demo with its planted
words deleted (its three test splits together), and each subfolder of FOLDER that holds a
`data.jsonl.gz` of objects with `text`, `label` and `split`; rows with another `kind` than
`original` are left out. Mean accuracy on `validation` and on `test`, there with the least and the
most over the seeds; the expected calibration error on `test`, mean and most, and what it would be
if every probability were right, since bins of few texts differ by chance; seconds of one training,
which depend on what else the machine does.

scikit-learn is not among our requirements: give the interpreter of an environment that has it
(`pip install scikit-learn`) by --python or RRR_RIVALS_PYTHON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import mean

import numpy as np

from rrr.evidence.battery import KINDS
from rrr.evidence.corpus import FLIPPED, FREE, without_marked
from rrr.evidence.demo_texts import demo
from rrr.evidence.shared_corpora import rows_of
from rrr.learning.training import train
from rrr.records import TEST, TRAIN, VALIDATION, ClassifierKind, LabelledTexts, TrainingConfig
from rrr.services.comparison.calibration import calibration_of
from rrr.settings import ROOT

Splits = dict[str, LabelledTexts]
_JUDGED = (VALIDATION, TEST)


@dataclass(frozen=True)
class Measured:
    validation: float
    accuracy: float
    calibration_error: float
    by_chance: float
    seconds: float


def corpora(folder: Path | None) -> Iterator[tuple[str, Splits]]:
    """Name and splits of each."""
    splits = {name: without_marked(data) for name, data in demo().splits.items()}
    tests = [splits[name] for name in (TEST, FREE, FLIPPED)]
    texts = tuple(text for data in tests for text in data.texts)
    labels = tuple(label for data in tests for label in data.labels)
    yield "demo, planted words deleted", {**splits, TEST: unmarked(texts, labels)}
    for path in sorted(folder.glob("*/data.jsonl.gz")) if folder else []:
        name, corpus = path.parent.name, {}
        rows = [row for row in rows_of(folder, name) if row.get("kind", "original") == "original"]
        for split in (TRAIN, VALIDATION, TEST):
            pairs = [(row["text"], row["label"]) for row in rows if row["split"] == split]
            corpus[split] = unmarked(*zip(*pairs, strict=True))
        yield name, corpus


def unmarked(texts: tuple[str, ...], labels: tuple[str, ...]) -> LabelledTexts:
    return LabelledTexts(texts, labels, ((),) * len(texts))


def measured(
    probabilities: dict[str, np.ndarray], labels: tuple[str, ...], splits: Splits, seconds: float
) -> Measured:
    right = {
        name: np.array(
            [
                labels[p] == label
                for p, label in zip(of.argmax(axis=1), splits[name].labels, strict=True)
            ]
        )
        for name, of in probabilities.items()
    }
    error = calibration_of(probabilities[TEST], right[TEST]).error
    chance = error_by_chance(probabilities[TEST])
    return Measured(right[VALIDATION].mean(), right[TEST].mean(), error, chance, seconds)


def error_by_chance(probabilities: np.ndarray) -> float:
    """The expected calibration error of predictions that are as often right as they are sure."""
    random = np.random.default_rng(0)
    sure = probabilities.max(axis=1)
    draws = (random.random(len(sure)) < sure for _ in range(100))
    return mean(calibration_of(probabilities, right).error for right in draws)


def ours(
    splits: Splits, kind: ClassifierKind, hidden_size: int, seed: int, vectors: str | None
) -> Measured:
    labels = tuple(sorted(set(splits[TRAIN].labels)))
    began = time.monotonic()
    trained = train(
        splits[TRAIN],
        splits[VALIDATION],
        TrainingConfig(
            classifier=kind,
            hidden_size=hidden_size,
            reason_weight=0.0,
            seed=seed,
            word_vectors=vectors,
        ),
        labels=labels,
        marks_hash="",
        report=lambda epoch: None,
        should_stop=lambda: False,
    )
    seconds = time.monotonic() - began
    probabilities = {name: trained.probabilities(splits[name].texts) for name in _JUDGED}
    return measured(probabilities, labels, splits, seconds)


def linear(splits: Splits, python: str) -> Measured | None:
    """None where there is no scikit-learn."""
    if subprocess.run(
        [python, "-c", "import sklearn"], capture_output=True, check=False
    ).returncode:
        return None
    given = {
        "train": splits[TRAIN].texts,
        "train_labels": splits[TRAIN].labels,
        "test": sum((splits[name].texts for name in _JUDGED), ()),
    }
    command = [python, "-m", "benchmarks.rivals.linear_texts"]
    began = time.monotonic()
    done = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, check=True, cwd=ROOT
    )
    answer = json.loads(done.stdout)
    seconds = time.monotonic() - began
    parts = np.split(np.array(answer["probabilities"]), [len(splits[VALIDATION])])
    return measured(
        dict(zip(_JUDGED, parts, strict=True)), tuple(answer["labels"]), splits, seconds
    )


def row(name: str, kind: str, runs: list[Measured]) -> str:
    accuracies = [run.accuracy for run in runs]
    errors = [run.calibration_error for run in runs]
    spread = f" ({min(accuracies):.3f}–{max(accuracies):.3f})" if len(runs) > 1 else ""
    most = f" (at most {max(errors):.3f})" if len(runs) > 1 else ""
    seconds = mean(run.seconds for run in runs)
    validation = mean(run.validation for run in runs)
    chance = mean(run.by_chance for run in runs)
    return (
        f"| {name} | {kind} | {validation:.3f} | {mean(accuracies):.3f}{spread} | "
        f"{mean(errors):.3f}{most} | {chance:.3f} | {seconds:.1f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    folder = os.environ.get("RRR_CORPORA")
    parser.add_argument("--corpora", type=Path, default=Path(folder) if folder else None)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--kind", nargs="+", default=KINDS, dest="kinds")
    usual = TrainingConfig().hidden_size
    parser.add_argument("--hidden-size", type=int, nargs="+", default=[usual], dest="sizes")
    parser.add_argument("--word-vectors", help="a file to begin with, besides from scratch")
    parser.add_argument("--python", default=os.environ.get("RRR_RIVALS_PYTHON", sys.executable))
    arguments = parser.parse_args()
    print("| corpus | model | validation | test | calibration error | by chance | seconds |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for name, splits in corpora(arguments.corpora):
        rival = linear(splits, arguments.python)
        if rival is None:
            print(f"TF-IDF is left out: no scikit-learn for {arguments.python}.", file=sys.stderr)
        else:
            print(row(name, "TF-IDF, logistic regression", [rival]), flush=True)
        for kind, size in product(arguments.kinds, arguments.sizes):
            for vectors in dict.fromkeys((None, arguments.word_vectors)):
                seeds = range(arguments.seeds)
                runs = [ours(splits, kind, size, seed, vectors) for seed in seeds]
                what = f"{kind}, {size} units" + (", word vectors" if vectors else "")
                print(row(name, what, runs), flush=True)


if __name__ == "__main__":
    main()
