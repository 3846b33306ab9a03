"""How fast a corpus is explained, against one forward and backward pass over it.

    .venv/bin/python -m benchmarks.explaining [--rounds 5]

The demo's 3,600 reviews, an LSTM of the default size, saliency by input gradient: sentences per
second from texts to explanations, and of the compiled pass alone on batches that are padded
already, one after another. The two take turns; medians. Target: at least 80 % of the pass. What all
cores together were busy tells how much of it is work spared and how much is two cores at work.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf

from rrr.evidence.corpora import load_corpus
from rrr.explaining.saliency_methods import SALIENCY_METHODS
from rrr.learning.batches import by_length, pad
from rrr.learning.compiled_inference import reading
from rrr.learning.pieces import ids_of
from rrr.learning.trained import BATCH_SIZE
from rrr.learning.training import train
from rrr.records import TRAIN, TrainingConfig
from rrr.text import PADDING_ID


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds

    corpus = load_corpus("demo", None)
    trained = train(
        corpus.splits[TRAIN],
        None,
        TrainingConfig(reason_weight=0.0, epochs=1),
        labels=corpus.labels,
        marks_hash="",
        report=lambda _: None,
        should_stop=lambda: False,
    )
    texts = [text for data in corpus.splits.values() for text in data.texts]
    ids = [ids_of(row, trained.vocabulary) for row in trained.encode(texts)]
    batches = [
        tf.constant(pad([ids[i] for i in batch], PADDING_ID, "int32"))
        for batch in by_length([len(row) for row in ids], BATCH_SIZE)
    ]
    compiled = reading(trained.classifier).explain
    weights = [tf.convert_to_tensor(weight) for weight in trained.classifier.weights]

    def the_pass_alone() -> None:
        for batch in batches:
            predicted = tf.fill((batch.shape[0],), -1)
            for result in compiled(weights, batch, tf.ones(1), predicted):
                result.numpy()

    jobs: dict[str, Callable[[], object]] = {
        "forward and backward pass alone": the_pass_alone,
        **{
            name: lambda explain=explain: explain(trained, texts)
            for name, explain in SALIENCY_METHODS.items()
        },
    }
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    busy: dict[str, list[float]] = {name: [] for name in jobs}
    for round_number in range(rounds + 1):  # the first compiles
        for name, job in jobs.items():
            began, busy_before = time.perf_counter(), time.process_time()
            job()
            if round_number:
                seconds[name].append(time.perf_counter() - began)
                busy[name].append(time.process_time() - busy_before)
    rates = {name: len(texts) / statistics.median(of) for name, of in seconds.items()}
    alone = rates["forward and backward pass alone"]
    print("| | sentences a second | of the pass alone | seconds of all cores per 1,000 sentences |")
    print("|---|---|---|---|")
    for name, rate in rates.items():
        cores = statistics.median(busy[name]) / len(texts) * 1000
        print(f"| {name} | {rate:,.0f} | {rate / alone:.0%} | {cores:.2f} |")


if __name__ == "__main__":
    main()
