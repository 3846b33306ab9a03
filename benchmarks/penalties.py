"""Which penalty cures the demo corpus? The table in docs/method.md.

    .venv/bin/python -m benchmarks.penalties [--seeds 2] [--only NAME ...]

Trains one classifier per setting and seed on the demo corpus with its known marks, and prints
accuracy per test split, swap flip rate, removal change and saliency share. A setting takes some
ten seconds a seed on two cores.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from rrr.records import STARTING_FORMULA, Evaluation, LabelledTexts, TrainingConfig
from rrr.services import annotating, projects, rules
from rrr.services.workspace import Workspace
from rrr.settings import Settings

UNBOUNDED = {"max_embedding_norm": None}

SETTINGS: dict[str, dict[str, Any]] = {
    "no penalty": {"reason_weight": 0.0, **UNBOUNDED},
    "no penalty, norm ≤ 1": {"reason_weight": 0.0},
    **{
        f"starting formula, λ = {weight:g}": {**STARTING_FORMULA, "reason_weight": weight}
        for weight in (1.0, 100.0, 10_000.0)
    },
    **{
        f"starting formula, norm ≤ 1, λ = {weight:g}": {
            **STARTING_FORMULA,
            "reason_weight": weight,
            "max_embedding_norm": 1.0,
        }
        for weight in (100.0, 1_000.0, 10_000.0)
    },
    **{
        f"sum_log_probs, sum of squares, λ = {weight:g}": {
            "reason_weight": weight,
            "target": "sum_log_probs",
            **UNBOUNDED,
        }
        for weight in (1.0, 1_000.0)
    },
    **{
        f"max_log_prob, sum of squares, norm ≤ 1, λ = {weight:g}": {
            "reason_weight": weight,
            "target": "max_log_prob",
        }
        for weight in (100.0, 1_000.0)
    },
    **{
        f"logit_margin, sum of squares, λ = {weight:g}": {"reason_weight": weight, **UNBOUNDED}
        for weight in (10.0, 100.0)
    },
    **{
        f"logit_margin, sum of squares, norm ≤ 1, λ = {weight:g}": {"reason_weight": weight}
        for weight in (1.0, 10.0, 30.0, 100.0, 300.0)
    },
    **{
        f"{penalty}, norm ≤ 1, λ = {weight:g}": {"reason_weight": weight, "penalty": penalty}
        for penalty in ("integrated_gradients", "blanking")
        for weight in (0.1, 1.0, 10.0)
    },
}

_COLUMNS = ("test", "artefact_free", "artefact_flipped")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=2, help="runs per setting (default 2)")
    parser.add_argument("--only", nargs="*", default=None, help="names of settings; default all")
    arguments = parser.parse_args()
    chosen = arguments.only or list(SETTINGS)
    unknown = set(chosen) - set(SETTINGS)
    if unknown:
        sys.exit(f"No such setting: {sorted(unknown)}. There are: {', '.join(SETTINGS)}.")

    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Settings(workspace=Path(folder), annotator="benchmark"))
        project = projects.open_demo(workspace)
        rules.apply_demo_rules(workspace, project)
        splits = annotating.labelled_texts(workspace, project)
        workspace.database.close()

    print(f"| setting | {' | '.join(_COLUMNS)} | swap flips | removal changes | saliency share |")
    print("|---" * 7 + "|")
    for name in chosen:
        found = [
            measure(
                splits,
                TrainingConfig(**{"penalty": "input_gradient", **SETTINGS[name]}, seed=seed),
                project.labels,
            )
            for seed in range(arguments.seeds)
        ]
        print(f"| {name} | {' | '.join(cells(found))} |", flush=True)


def measure(
    splits: dict[str, LabelledTexts], config: TrainingConfig, labels: tuple[str, ...]
) -> Evaluation:
    """Train one classifier and measure it."""
    from rrr.learning.training import train
    from rrr.services.evaluating import evaluate

    trained = train(
        splits["train"],
        None,
        config,
        labels=labels,
        marks_hash="",
        report=lambda _: None,
        should_stop=lambda: False,
    )
    return evaluate(trained, splits)


def cells(found: Sequence[Evaluation]) -> list[str]:
    """Mean over the seeds, in percent, of each column."""
    rows = []
    for evaluation in found:
        if evaluation.reliance is None:
            sys.exit("No test sentence holds a marked word: data/demo is not what it should be.")
        reliance = evaluation.reliance
        rows.append(
            [
                *(evaluation.accuracy[name] for name in _COLUMNS),
                reliance.swap_flip_rate,
                reliance.removal_change,
                reliance.saliency_share,
            ]
        )
    return [f"{100 * sum(column) / len(column):.1f}" for column in zip(*rows, strict=True)]


if __name__ == "__main__":
    main()
