"""Does memory grow while one process trains again and again?

    .venv/bin/python -m benchmarks.memory [--retrains 20]

Trains the demo through the services, as the app does (a pair, measured and kept; two epochs), each
time with other marks, and explains a sentence after each; the resident memory of the process after
the last against that after the second. Target: no growth beyond 5 %.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from rrr.records import TrainingConfig
from rrr.services.demo_loop import train_pair
from rrr.services.marks import rules
from rrr.services.projects import demo_project
from rrr.services.training import models
from rrr.services.workspace import Workspace
from rrr.settings import Settings

WORDS = ("film", "story", "the", "cinema", "ending", "cast", "music", "camera", "scene", "plot")


def resident_megabytes() -> float:
    gc.collect()
    command = ["ps", "-o", "rss=", "-p", str(os.getpid())]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--retrains", type=int, default=20)
    retrains = parser.parse_args().retrains

    print("| retrains | resident, MB | against 2 |")
    print("|---|---|---|")
    after_two = 0.0
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Settings(workspace=Path(folder), annotator="benchmark"))
        project = demo_project.open_demo(workspace)
        rules.apply_demo_rules(workspace, project)
        for number in range(1, retrains + 1):
            word = WORDS[number % len(WORDS)]
            known = {
                listed.rule.pattern: listed.rule.id
                for listed in rules.list_rules(workspace, project)
            }
            if word in known:
                rules.remove_rule(workspace, known[word])
            else:
                rules.add_rule(workspace, project, word)
            config = TrainingConfig(reason_weight=1.0, epochs=2, seed=number)
            pair = train_pair(workspace, project, config, lambda run, report: None)
            models.explain(workspace, pair.after, ["Seen at the Corvane."])
            memory = resident_megabytes()
            after_two = memory if number == 2 else after_two
            if number in (1, 2, 5, 10, 15, retrains):
                change = f"{memory / after_two - 1:+.1%}" if after_two else ""
                print(f"| {number} | {memory:,.0f} | {change} |", flush=True)
        workspace.close()


if __name__ == "__main__":
    main()
