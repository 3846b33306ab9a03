"""How far integrated gradients of 16 points are off, and those the product takes.

    .venv/bin/python -m benchmarks.path_points

Trains each kind of classifier on the tutorials' messages and explains 60 test messages with 16
points, as the product does, and with a twentieth of its tolerance, which is taken for the truth.
Prints the largest difference of a text, relative to its largest number, as median and maximum over
the texts; in how many the same word is first; and the seconds of each.
"""

from __future__ import annotations

import csv
import os
import time
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

import rrr
from rrr.learning import path_integral

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("average", "cnn", "lstm", "gru", "bilstm")
NUM_TEXTS = 60
TOLERANCES = {"16 points": np.inf, "as it is": path_integral.TOLERANCE}


def main() -> None:
    with (ROOT / "docs" / "tutorials" / "messages.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    training = [row for row in rows if row["split"] == "train"]
    texts = [row["text"] for row in rows if row["split"] == "test"][:NUM_TEXTS]
    print(f"{'kind':<9}{'':<11}{'median':>8}{'maximum':>9}{'same first':>12}{'seconds':>9}")
    for kind in KINDS:
        estimator = rrr.RightReasonsClassifier(classifier=kind, reason_weight=0.0, epochs=6)
        estimator.fit([row["text"] for row in training], [row["label"] for row in training])
        explained(estimator, texts, np.inf)  # compiles
        truth, _ = explained(estimator, texts, path_integral.TOLERANCE / 20)
        for name, tolerance in TOLERANCES.items():
            found, seconds = explained(estimator, texts, tolerance)
            pairs = list(zip(found, truth, strict=True))
            off = [np.abs(some - true).max() / np.abs(true).max() for some, true in pairs]
            same = np.mean([np.abs(some).argmax() == np.abs(true).argmax() for some, true in pairs])
            print(
                f"{kind:<9}{name:<11}{np.median(off):>8.4f}{max(off):>9.4f}{same:>12.0%}"
                f"{seconds:>9.2f}"
            )


def explained(
    estimator: rrr.RightReasonsClassifier, texts: list[str], tolerance: float
) -> tuple[list[np.ndarray], float]:
    begun = time.perf_counter()
    with patch.object(path_integral, "TOLERANCE", tolerance):
        explanations = rrr.explain(estimator, texts)
    return [np.array(each.saliency) for each in explanations], time.perf_counter() - begun


if __name__ == "__main__":
    main()
