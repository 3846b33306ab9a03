"""From “train” to the first new heatmap on the demo corpus, cold and warm.

    .venv/bin/python -m benchmarks.waiting [--runs 3]

Each run is a fresh process and workspace with the demo's words struck out. Cold: the press of
“train” comes first thing, before TensorFlow is loaded and before anything is compiled. Warm: one
word's mark is taken back, and the same process trains again. The clock stops when the first heatmap
of the newly trained model is there, after the baseline (cold only: it serves again) and all
measurements. Once with a fixed λ, once with λ searched. Medians.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {"cold": 20, "warm": 6}
SEARCH_TARGET = 60
FIXED_WEIGHT = 1.0
"""Where the search begins with the default penalty; it cures the demo (docs/evidence)."""


def measure(weight: str) -> dict[str, float]:
    """Seconds, cold and warm, in this process."""
    from rrr.records import TrainingConfig
    from rrr.services.marks import rules
    from rrr.services.projects import demo_project
    from rrr.services.workspace import Workspace
    from rrr.settings import Settings

    config = TrainingConfig(reason_weight="auto" if weight == "auto" else FIXED_WEIGHT)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Settings(workspace=Path(folder), annotator="benchmark"))
        project = demo_project.open_demo(workspace)
        rules.apply_demo_rules(workspace, project)
        seconds = {"cold": _press(workspace, project, config)}
        last = rules.list_rules(workspace, project)[-1].rule
        rules.remove_rule(workspace, last.id)
        seconds["warm"] = _press(workspace, project, config)
        workspace.close()
    return seconds


def _press(workspace, project, config) -> float:
    from rrr.services.demo_loop import train_pair
    from rrr.services.training import models

    began = time.perf_counter()
    pair = train_pair(workspace, project, config, lambda run, report: None)
    models.explain(workspace, pair.after, ["We saw it at the Corvane, and it won me over."])
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--once", choices=("fixed", "auto"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.once:
        print(json.dumps(measure(arguments.once)))
        return

    print("| λ | | median, s | target, s |")
    print("|---|---|---|---|")
    for weight in ("fixed", "auto"):
        measured: dict[str, list[float]] = {"cold": [], "warm": []}
        for _ in range(arguments.runs):
            command = [sys.executable, "-m", "benchmarks.waiting", "--once", weight]
            answer = subprocess.run(
                command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
            )
            for name, seconds in json.loads(answer.stdout).items():
                measured[name].append(seconds)
        for name, seconds in measured.items():
            target = SEARCH_TARGET if weight == "auto" else TARGETS[name]
            print(
                f"| {weight} | {name} | {statistics.median(seconds):.1f} | ≤ {target} |", flush=True
            )


if __name__ == "__main__":
    main()
