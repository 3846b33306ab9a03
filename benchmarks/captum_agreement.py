"""Whether our saliency is captum's: the same weights, the same texts, in TensorFlow and in PyTorch.

    .venv/bin/python -m benchmarks.captum_agreement --python /path/to/another/bin/python

The other Python needs `pip install torch captum`; without it nothing is compared. Trains four
kinds of classifier on the tutorials' messages, copies their weights into PyTorch, and compares what
`rrr.explain` says of the test messages with captum's `Saliency` (norm over the embedding) and
`IntegratedGradients` (16 middle points, sum over the embedding). Prints the largest difference,
relative to the largest number of the text; it must be 1e-4 at most. Ends with exit code 1 if it
is more.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

import rrr

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("average", "cnn", "lstm", "gru")
MOST = 1e-4
NUM_TEXTS = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", default=os.environ.get("RRR_RIVALS_PYTHON", sys.executable))
    python = parser.parse_args().python
    check = subprocess.run([python, "-c", "import captum, torch"], capture_output=True, check=False)
    if check.returncode:
        print(f"Left out: {python} has no captum and PyTorch. Give one that has by --python.")
        return
    with (ROOT / "docs" / "tutorials" / "messages.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    training = [row for row in rows if row["split"] == "train"]
    texts = [row["text"] for row in rows if row["split"] == "test"][:NUM_TEXTS]
    print(f"{'kind':<10}{'input gradient':>16}{'integrated':>14}{'captum’s default points':>26}")
    worst = 0.0
    for kind in KINDS:
        estimator = rrr.RightReasonsClassifier(classifier=kind, reason_weight=0.0, epochs=6)
        estimator.fit([row["text"] for row in training], [row["label"] for row in training])
        theirs = of_captum(python, kind, estimator.model_, texts)
        gradient = difference(estimator, texts, theirs, "input_gradient", "gradient")
        integrated = difference(estimator, texts, theirs, "integrated_gradients", "integrated")
        by_default = difference(
            estimator, texts, theirs, "integrated_gradients", "integrated by default"
        )
        print(f"{kind:<10}{gradient:>16.1e}{integrated:>14.1e}{by_default:>26.1e}")
        worst = max(worst, gradient, integrated)
    print(f"largest difference {worst:.1e}, at most {MOST:.0e} allowed")
    sys.exit(0 if worst <= MOST else 1)


def of_captum(python: str, kind: str, model: rrr.TextModel, texts: list[str]) -> Any:
    """What captum says of the texts under copied weights."""
    given: dict[str, Any] = {"kind": np.array(kind), "count": np.array(len(texts))}
    for layer in model.classifier.layers:
        weights = layer.get_weights()
        if len(weights) == 3:  # of the recurrent layer
            names = ["recurrent/kernel", "recurrent/recurrent", "recurrent/bias"]
        elif len(weights) == 2:
            name = f"convolution {len(weights[0])}" if weights[0].ndim == 3 else "hidden"
            name = "logits" if layer.name == "logits" else name
            names = [f"{name}/kernel", f"{name}/bias"]
        else:
            names = []
        given |= dict(zip(names, weights[: len(names)], strict=True))
    (embeddings,) = model.classifier.get_layer("embedding").get_weights()
    for number, ids in enumerate(model.trained.encode(texts)):
        given[f"text {number}"] = embeddings[[piece for pieces in ids for piece in pieces]]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "given.npz"), Path(folder, "found.npz")
        np.savez(source, **given)
        command = [python, "-m", "benchmarks.rivals.captum_saliency", str(source), str(target)]
        subprocess.run(command, check=True, cwd=ROOT)
        with np.load(target, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}


def difference(estimator: Any, texts: list[str], theirs: Any, method: str, name: str) -> float:
    """The largest difference, relative to the largest number of its text."""
    worst = 0.0
    for number, explanation in enumerate(rrr.explain(estimator, texts, method=method)):
        ours, captums = np.array(explanation.saliency), theirs[f"{name} {number}"]
        worst = max(worst, float(np.abs(ours - captums).max() / np.abs(captums).max()))
    return worst


if __name__ == "__main__":
    main()
