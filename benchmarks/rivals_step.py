"""The double-tape step against PyTorch and JAX.

    .venv/bin/python -m benchmarks.rivals_step --python /path/to/another/bin/python [--rounds 12]

Batches of 64 sentences of 64 tokens, embedding 100, LSTM of 128 units, every sentence with marks,
penalty Σ (1 − Z) · |∂ logit margin / ∂ embedding|². PyTorch and JAX are not among our
requirements: give the interpreter of an environment that has them (`pip install torch jax`) by
--python or RRR_RIVALS_PYTHON; what it lacks is left out with a message. Each framework runs in a
process of its own; they take turns, so that a busy machine slows all alike. Medians of one run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STEPS_PER_TURN = 5

COMPETITORS: dict[str, tuple[str, list[str]]] = {
    "ours, plain": ("", ["benchmarks.rivals.keras_step", "ours-plain"]),
    "ours, double": ("", ["benchmarks.rivals.keras_step", "ours-double"]),
    "Keras' own LSTM, plain": ("", ["benchmarks.rivals.keras_step", "keras-plain"]),
    "PyTorch, plain": ("torch", ["benchmarks.rivals.torch_step", "plain", "fused"]),
    "PyTorch, double": ("torch", ["benchmarks.rivals.torch_step", "double", "unfused"]),
    "PyTorch, double, fused kernel": (
        "torch",
        ["benchmarks.rivals.torch_step", "double", "fused"],
    ),
    "JAX, plain": ("jax", ["benchmarks.rivals.jax_step", "plain"]),
    "JAX, double": ("jax", ["benchmarks.rivals.jax_step", "double"]),
}
"""Name -> the package it needs ("" for ours), and module with arguments."""

TARGETS = {"PyTorch, double": 2.5, "PyTorch, double, fused kernel": 2.5, "JAX, double": 3.0}


class Competitor:
    """A process that steps when asked."""

    def __init__(self, python: str, arguments: list[str]) -> None:
        self._process = subprocess.Popen(
            [python, "-m", *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def step(self, count: int) -> list[float]:
        """Seconds of each of `count` steps."""
        assert self._process.stdin is not None  # noqa: S101  asked for above
        assert self._process.stdout is not None  # noqa: S101
        self._process.stdin.write(f"{count}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit(f"{self._process.args} ended with code {self._process.wait()}.")
        return list(json.loads(answer))

    def end(self) -> None:
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.close()
        self._process.wait()


def has(python: str, package: str) -> bool:
    command = [python, "-c", f"import {package}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--python", default=os.environ.get("RRR_RIVALS_PYTHON", sys.executable))
    parser.add_argument("--rounds", type=int, default=12, help="turns of each, 5 steps a turn")
    arguments = parser.parse_args()

    there = {package: has(arguments.python, package) for package in ("torch", "jax")}
    for package, is_there in there.items():
        if not is_there:
            print(f"Left out: {package} is not installed for {arguments.python}. Install it into")
            print("an environment of its own and give that with --python or RRR_RIVALS_PYTHON.\n")
    running = {
        name: Competitor(arguments.python if package else sys.executable, command)
        for name, (package, command) in COMPETITORS.items()
        if not package or there[package]
    }
    times: dict[str, list[float]] = {name: [] for name in running}
    for competitor in running.values():
        competitor.step(STEPS_PER_TURN)  # compiles
    for _ in range(arguments.rounds):
        for name, competitor in running.items():
            times[name] += competitor.step(STEPS_PER_TURN)
    for competitor in running.values():
        competitor.end()

    medians = {name: statistics.median(seconds) for name, seconds in times.items()}
    ours = medians["ours, double"]
    print("| step | median, ms | times our double step | target |")
    print("|---|---|---|---|")
    for name, median in medians.items():
        target = f"≥ {TARGETS[name]}" if name in TARGETS else ""
        print(f"| {name} | {1e3 * median:.1f} | {median / ours:.2f} | {target} |")


if __name__ == "__main__":
    main()
