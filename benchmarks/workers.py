"""One worker process or two: how long they take for the same pairs of runs on the demo corpus.

    python -m benchmarks.workers
    python -m benchmarks.workers --pairs 8 --workers 1 2 4

Each pair is a baseline and a run with marks, each worker `rrr work --until-empty` in a fresh
workspace. Told are the seconds until the last worker has ended, TensorFlow's loading included, and
the seconds of work on the runs in all. Both workers give the same numbers: that is checked.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from rrr.records import Evaluation, TrainingConfig
from rrr.services.marks import rules
from rrr.services.projects import demo_project
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.settings import ROOT, Settings

CONFIG = TrainingConfig(reason_weight=1.0)


def measured(num_workers: int, num_pairs: int) -> tuple[float, float, list[Evaluation | None]]:
    """Seconds until all is done, seconds of work on runs, and what the runs were measured to be."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder), "benchmark", executor="process")
        workspace = Workspace(settings)
        project = demo_project.open_demo(workspace)
        rules.apply_demo_rules(workspace, project)
        queued = [
            run
            for seed in range(num_pairs)
            for run in runs.start_pair(workspace, project.id, replace(CONFIG, seed=seed))
        ]
        began = time.monotonic()
        command = [sys.executable, "-m", "rrr", "work", "--until-empty", "--workspace", folder]
        workers = [
            subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL)
            for _ in range(num_workers)
        ]
        try:
            codes = [worker.wait() for worker in workers]
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
        seconds = time.monotonic() - began
        over = [runs.get_run(workspace, run.id) for run in queued]
        workspace.close()
    if any(codes) or any(run.status != "finished" for run in over):
        sys.exit(f"Not all has finished: {codes}, {[run.status for run in over]}")
    return seconds, sum(run.seconds for run in over), [run.evaluation for run in over]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pairs", type=int, default=4)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    cores, load = os.cpu_count(), os.getloadavg()[0]
    print(f"{arguments.pairs} pairs of runs, {cores} cores, load {load:.1f} before it began")
    print(f"{'workers':>8}{'seconds':>10}{'of work':>10}{'pairs a minute':>16}")
    found = []
    for number in arguments.workers:
        seconds, of_work, evaluations = measured(number, arguments.pairs)
        found.append(evaluations)
        rate = 60 * arguments.pairs / seconds
        print(f"{number:>8}{seconds:>10.0f}{of_work:>10.0f}{rate:>16.1f}", flush=True)
    same = all(each == found[0] for each in found)
    print("The numbers of the runs are the same." if same else "The numbers of the runs DIFFER.")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
