"""Many short runs in one process: is any lost, does memory grow, do equal seeds give equal numbers?

    .venv/bin/python -m benchmarks.soak [--runs 50]

Pairs of short trainings of the demo through the services, as the app makes them, with classifiers
and seeds taking turns; among them some that are cancelled at work, some that diverge, and exact
repetitions. Targets: every run ends as it should, resident memory grows by no more than 5 % from
the tenth run to the last, and runs of equal settings report equal numbers.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from benchmarks.memory import resident_megabytes
from rrr.records import ClassifierKind, Project, Run, TrainingConfig
from rrr.services import background
from rrr.services.marks import rules
from rrr.services.projects import demo_project
from rrr.services.training import equal_numbers, runs
from rrr.services.training.turns import turn
from rrr.services.workspace import Workspace
from rrr.settings import Settings

EXPECTED = {"plain": "finished", "repeated": "finished", "cancelled": "cancelled", "wild": "failed"}
CLASSIFIERS: tuple[ClassifierKind, ...] = ("average", "lstm", "cnn")
SEEDS = 3


@dataclass(frozen=True)
class Soak:
    """How the runs ended.

    `wrong` are those that did not end as they should, `unequal` the numbers that differ although
    the settings are the same; `memory` is resident MB after each run.
    """

    statuses: Counter[str]
    wrong: list[str]
    unequal: list[str]
    memory: list[float]

    def growth(self, after: int) -> float:
        """Of memory from the run of this number, from 1, to the last, as a share."""
        return self.memory[-1] / self.memory[after - 1] - 1


def soak(
    workspace: Workspace,
    project: Project,
    config: TrainingConfig,
    count: int,
    classifiers: Sequence[ClassifierKind] = CLASSIFIERS,
) -> Soak:
    """Make `count` runs or a few more, one after another; the project must have marks."""
    wrong, unequal, memory = [], [], []
    first: dict[TrainingConfig, Run] = {}
    statuses: Counter[str] = Counter()
    for what, run in _runs(workspace, project, config, count, classifiers):
        over = runs.wait(workspace, run.id)
        statuses[over.status] += 1
        if over.status != EXPECTED[what]:
            wrong.append(f"run {over.id} ({what}) is {over.status}: {over.error}")
        if over.status == "finished":
            before = first.setdefault(over.config, over)
            curves = [runs.epochs(workspace, each.id) for each in (before, over)]
            unequal += equal_numbers.differing(before, curves[0], over, curves[1])
        memory.append(resident_megabytes())
    return Soak(statuses, wrong, unequal, memory)


def _runs(
    workspace: Workspace,
    project: Project,
    config: TrainingConfig,
    count: int,
    classifiers: Sequence[ClassifierKind],
) -> Iterator[tuple[str, Run]]:
    made = 0
    for press in range(count):
        if made >= count:
            return
        kind = classifiers[press % len(classifiers)]
        of_turn = replace(config, classifier=kind, seed=press // len(classifiers) % SEEDS)
        what = "wild" if press % 7 == 3 else "cancelled" if press % 7 == 5 else "plain"
        if what == "wild":
            of_turn = replace(of_turn, learning_rate=1e38, max_embedding_norm=None)
        elif what == "cancelled":
            of_turn = replace(of_turn, epochs=100_000)
        pair = runs.start_pair(workspace, project.id, of_turn)
        new = [run for run in pair if run.status == "queued"]
        if what == "cancelled":
            while not runs.epochs(workspace, new[0].id):
                time.sleep(0.02)
            for run in new:
                runs.cancel(workspace, run.id)
        elif what == "plain" and press % 3 == 2:
            runs.wait(workspace, pair[1].id)
            new.append(runs.repeat(workspace, pair[1].id))
        for run in new:
            how = "repeated" if run.origin == "repeated" else what
            yield how, run
            made += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=50)
    count = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Settings(workspace=Path(folder), annotator="benchmark"))
        project = demo_project.open_demo(workspace)
        rules.apply_demo_rules(workspace, project)
        config = TrainingConfig(
            embedding_size=16, hidden_size=16, epochs=2, reason_weight=1.0, batch_size=128
        )
        began = time.monotonic()
        outcome = soak(workspace, project, config, count)
        seconds = time.monotonic() - began
        with turn(workspace, lambda: False):  # the last run has been put away, too
            background.wait(60)
        left = list((workspace.settings.workspace / "unfinished").iterdir())
        workspace.close()
    after = min(10, count)
    statuses = ", ".join(
        f"{number} {status}" for status, number in sorted(outcome.statuses.items())
    )
    memory = ", ".join(f"{megabytes:,.0f}" for megabytes in outcome.memory[after - 1 :: 10])
    row = (
        f"{outcome.statuses.total()} in {seconds:.0f} s",
        statuses,
        len(outcome.wrong),
        len(outcome.unequal),
        f"{memory} ({outcome.growth(after):+.1%})",
    )
    print("| runs | ended as | lost or wrong | numbers that differ | MB after 10, 20, … |")
    print("|---|---|---|---|---|")
    print(f"| {' | '.join(map(str, row))} |")
    for line in [*outcome.wrong, *outcome.unequal[:20], *map(str, left)]:
        print(f"- {line}")


if __name__ == "__main__":
    main()
