"""How right the time left is that the Train page tells, on the demo corpus.

    .venv/bin/python -m benchmarks.time_left

Three presses in one process, λ searched: the first one (cold: nothing is compiled, nothing is known
of the machine), one with another seed (warm), and one after a mark was taken back (the baseline
serves again). What the page would say is asked for five times a second. Per press: the seconds
expected before it, those it took, and at 10, 25, 50 and 75 % of them what was told to be left
against what was left.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from rrr.records import ACTIVE_STATUSES, VALIDATION, Project, Run, TrainingConfig
from rrr.services.marks import rules
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.projects import demo_project
from rrr.services.training import runs
from rrr.services.training.run_progress import Outlook, outlook_of, pair_on_show, press_progress
from rrr.services.warmup import warm_tensorflow
from rrr.services.workspace import Workspace
from rrr.settings import Settings

MOMENTS = (0.1, 0.25, 0.5, 0.75)
SECONDS_BETWEEN_LOOKS = 0.2
ALLOWED = 1 / 3


@dataclass(frozen=True)
class Press:
    expected: float
    estimates: list[tuple[float, float]]  # seconds since the press, seconds told to be left
    seconds: float


def press(workspace: Workspace, project: Project, config: TrainingConfig) -> Press:
    """Train and note what the page tells meanwhile."""
    outlook = _outlook(workspace, project, config)
    began = time.monotonic()
    _, marked = runs.start_pair(workspace, project.id, config)
    estimates: list[tuple[float, float]] = []
    last, changed = None, began
    while True:
        pair = pair_on_show(runs.list_runs(workspace, project.id))
        now = time.monotonic()
        if runs.get_run(workspace, marked.id).status not in ACTIVE_STATUSES:
            return Press(outlook.seconds, estimates, now - began)
        reports = {run.id: runs.epochs(workspace, run.id) for run in pair if run}
        stage = pair[1].search.stage if pair[1] and pair[1].search else None
        seen = stage, [(run_id, len(of_run)) for run_id, of_run in reports.items()]
        if seen != last:
            last, changed = seen, now
        left = press_progress(
            *pair, reports, outlook, since_report=now - changed, now=datetime.now(UTC)
        ).seconds_left
        estimates.append((now - began, left))
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _outlook(workspace: Workspace, project: Project, config: TrainingConfig) -> Outlook:
    marked = marked_splits(workspace, project)
    known: list[Run] = runs.list_runs(workspace, project.id)
    return outlook_of(
        config,
        marked.num_training_words,
        known,
        partial(runs.epochs, workspace),
        holds_back=not any(marked.splits[VALIDATION].marked),
    )


def row(name: str, timed: Press) -> str:
    cells = []
    for moment in MOMENTS:
        at, estimated = min(
            timed.estimates,
            key=lambda estimate: abs(estimate[0] - moment * timed.seconds),
        )
        left = timed.seconds - at
        missed = "" if abs(estimated - left) <= ALLOWED * left else " missed"
        cells.append(f"{estimated:.0f} / {left:.0f} ({estimated / left - 1:+.0%}){missed}")
    return f"| {name} | {timed.expected:.0f} | {timed.seconds:.0f} | {' | '.join(cells)} |"


def main() -> None:
    warm_tensorflow().join()  # the app does so when it opens
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Settings(workspace=Path(folder), annotator="benchmark"))
        project = demo_project.open_demo(workspace)
        rules.apply_demo_rules(workspace, project)
        print("| press | expected, s | took, s | told / left, s, at 10 % | 25 % | 50 % | 75 % |")
        print("|---|---|---|---|---|---|---|")
        print(row("cold", press(workspace, project, TrainingConfig())), flush=True)
        print(row("warm, other seed", press(workspace, project, TrainingConfig(seed=1))))
        rules.remove_rule(workspace, rules.list_rules(workspace, project)[-1].rule.id)
        print(row("warm, a mark less", press(workspace, project, TrainingConfig())))
        workspace.close()


if __name__ == "__main__":
    main()
