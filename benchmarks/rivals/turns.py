"""The same sentences for every framework, and taking turns. Needs NumPy only."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import numpy as np

BATCH, TIME, EMBEDDING, UNITS, VOCABULARY, CLASSES = 64, 64, 100, 128, 5_000, 2
WEIGHT, LEARNING_RATE = 1.0, 1e-3


def sentences() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Token ids and Z `(BATCH, TIME)` with every eighth token marked, and labels `(BATCH,)`."""
    random = np.random.default_rng(0)
    token_ids = random.integers(1, VOCABULARY, (BATCH, TIME)).astype("int32")
    Z = np.ones((BATCH, TIME), "float32")
    Z[:, ::8] = 0
    return token_ids, Z, random.integers(0, CLASSES, BATCH).astype("int32")


def take_turns(step: Callable[[], None]) -> None:
    """Time as many calls of `step` as each line asks for; it must return when it has finished."""
    answers = sys.stdout
    sys.stdout = sys.stderr  # whatever the framework prints is no answer
    for line in sys.stdin:
        seconds = []
        for _ in range(int(line)):
            began = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - began)
        answers.write(json.dumps(seconds) + "\n")
        answers.flush()
