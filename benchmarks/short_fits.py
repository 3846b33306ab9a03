"""Does every short training keep all cores busy, or only some?

    .venv/bin/python -m benchmarks.short_fits [--fits 36]

One process trains the double-tape LSTM of `benchmarks.step_time` again and again, eight steps each
time, from the data set that the app trains from. A fit counts as fast if it takes at most 1.25
times as long as the fastest quarter of all fits. Target: nine of ten.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from benchmarks.step_time import BATCH, TIME, VOCABULARY, ours
from rrr.learning.batches import training_batches
from rrr.records import LabelledTexts
from rrr.text import Vocabulary

STEPS = 8
FAST, TARGET = 1.25, 0.9


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fits", type=int, default=36)
    num_fits = parser.parse_args().fits

    random = np.random.default_rng(0)
    numbers = random.integers(0, VOCABULARY - 2, (STEPS * BATCH, TIME))
    texts = tuple(" ".join(f"w{number}" for number in row) for row in numbers)
    labels = tuple(random.choice(["no", "yes"], len(texts)).tolist())
    data = LabelledTexts(texts, labels, tuple(tuple(range(0, TIME, 8)) for _ in texts))
    dataset = training_batches(
        data,
        Vocabulary.fit(texts, VOCABULARY),
        ("no", "yes"),
        max_tokens=TIME,
        batch_size=BATCH,
        shuffle_seed=0,
    )
    model = ours(1.0, penalty="input_gradient")
    wall, cpu = [], []
    for _ in range(num_fits + 1):
        began, began_cpu = time.perf_counter(), time.process_time()
        model.fit(dataset, shuffle=False, verbose=0)
        wall.append((time.perf_counter() - began) / STEPS)
        cpu.append((time.process_time() - began_cpu) / STEPS)
    del wall[0], cpu[0]  # compiles
    fastest = statistics.quantiles(wall, n=4)[0]
    fast = statistics.fmean(seconds <= FAST * fastest for seconds in wall)
    cores = statistics.median(c / w for c, w in zip(cpu, wall, strict=True))
    print(f"{num_fits} fits of {STEPS} steps, ms a step:")
    print(" ".join(f"{1e3 * seconds:.0f}" for seconds in wall))
    print(f"CPU {1e3 * statistics.median(cpu):.0f} ms a step on {cores:.2f} cores (medians).")
    print(f"{fast:.0%} within {FAST} times the fastest quarter; target: {TARGET:.0%}.")


if __name__ == "__main__":
    main()
