"""How right and how sure plainly trained classifiers are, beside TF-IDF and logistic regression.

    .venv/bin/python -m benchmarks.plain_accuracy [--corpora FOLDER] [--seeds 5] [--kind cnn …]
        [--python /path/to/another/bin/python]

Without marks (λ = 0), at the default settings but for the kind. Corpora: the demo with its planted
words deleted (its three test splits together), and each subfolder of FOLDER that holds a
`data.jsonl.gz` of objects with `text`, `label` and `split`; rows with another `kind` than
`original` are left out. Accuracy on `test`, least and most over the seeds; the expected calibration
error there, mean and most; seconds of one training, which depend on what else the machine does.

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
from pathlib import Path
from statistics import mean
from typing import get_args

import numpy as np

from rrr.evidence.corpus import FLIPPED, FREE, without_marked
from rrr.evidence.demo_texts import demo
from rrr.evidence.shared_corpora import rows_of
from rrr.learning.training import train
from rrr.records import TEST, TRAIN, VALIDATION, ClassifierKind, LabelledTexts, TrainingConfig
from rrr.services.comparison.calibration import calibration_of
from rrr.settings import ROOT

Splits = dict[str, LabelledTexts]


@dataclass(frozen=True)
class Measured:
    accuracy: float
    calibration_error: float
    seconds: float


def corpora(folder: Path | None) -> Iterator[tuple[str, Splits]]:
    """Name and splits of each."""
    splits = {name: without_marked(data) for name, data in demo().splits.items()}
    tests = [splits[name] for name in (TEST, FREE, FLIPPED)]
    texts = tuple(text for data in tests for text in data.texts)
    labels = tuple(label for data in tests for label in data.labels)
    yield "demo, planted words deleted", {**splits, TEST: unmarked(texts, labels)}
    for each in sorted(folder.glob("*/data.jsonl.gz")) if folder else []:
        name, found = each.parent.name, {}
        rows = [row for row in rows_of(folder, name) if row.get("kind", "original") == "original"]
        for split in (TRAIN, VALIDATION, TEST):
            pairs = [(row["text"], row["label"]) for row in rows if row["split"] == split]
            found[split] = unmarked(*zip(*pairs, strict=True))
        yield name, found


def unmarked(texts: tuple[str, ...], labels: tuple[str, ...]) -> LabelledTexts:
    return LabelledTexts(texts, labels, ((),) * len(texts))


def measured(
    probabilities: np.ndarray, labels: tuple[str, ...], test: LabelledTexts, seconds: float
) -> Measured:
    predicted = probabilities.argmax(axis=1)
    right = np.array([labels[p] == label for p, label in zip(predicted, test.labels, strict=True)])
    return Measured(right.mean(), calibration_of(probabilities, right).error, seconds)


def ours(splits: Splits, kind: ClassifierKind, seed: int) -> Measured:
    labels = tuple(sorted(set(splits[TRAIN].labels)))
    began = time.monotonic()
    trained = train(
        splits[TRAIN],
        splits.get(VALIDATION),
        TrainingConfig(classifier=kind, reason_weight=0.0, seed=seed),
        labels=labels,
        marks_hash="",
        report=lambda epoch: None,
        should_stop=lambda: False,
    )
    seconds = time.monotonic() - began
    return measured(trained.probabilities(splits[TEST].texts), labels, splits[TEST], seconds)


def linear(splits: Splits, python: str) -> Measured | None:
    """None where there is no scikit-learn."""
    if subprocess.run(
        [python, "-c", "import sklearn"], capture_output=True, check=False
    ).returncode:
        return None
    given = {
        "train": splits[TRAIN].texts,
        "train_labels": splits[TRAIN].labels,
        "test": splits[TEST].texts,
    }
    command = [python, "-m", "benchmarks.rivals.linear_texts"]
    began = time.monotonic()
    done = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, check=True, cwd=ROOT
    )
    found = json.loads(done.stdout)
    probabilities = np.array(found["probabilities"])
    seconds = time.monotonic() - began
    return measured(probabilities, tuple(found["labels"]), splits[TEST], seconds)


def row(name: str, kind: str, runs: list[Measured]) -> str:
    accuracies = [run.accuracy for run in runs]
    errors = [run.calibration_error for run in runs]
    spread = f" ({min(accuracies):.3f}–{max(accuracies):.3f})" if len(runs) > 1 else ""
    most = f" (at most {max(errors):.3f})" if len(runs) > 1 else ""
    seconds = mean(run.seconds for run in runs)
    return (
        f"| {name} | {kind} | {mean(accuracies):.3f}{spread} | {mean(errors):.3f}{most} | "
        f"{seconds:.1f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    folder = os.environ.get("RRR_CORPORA")
    parser.add_argument("--corpora", type=Path, default=Path(folder) if folder else None)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--kind", nargs="+", default=get_args(ClassifierKind), dest="kinds")
    parser.add_argument("--python", default=os.environ.get("RRR_RIVALS_PYTHON", sys.executable))
    arguments = parser.parse_args()
    print("| corpus | model | accuracy | calibration error | seconds |")
    print("|---|---|---|---|---|", flush=True)
    for name, splits in corpora(arguments.corpora):
        rival = linear(splits, arguments.python)
        if rival is None:
            print(f"TF-IDF is left out: no scikit-learn for {arguments.python}.", file=sys.stderr)
        else:
            print(row(name, "TF-IDF, logistic regression", [rival]), flush=True)
        for kind in arguments.kinds:
            runs = [ours(splits, kind, seed) for seed in range(arguments.seeds)]
            print(row(name, kind, runs), flush=True)


if __name__ == "__main__":
    main()
