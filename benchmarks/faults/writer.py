"""A program that works on a workspace and says each thing it has done, until it is killed.

Usage: python -m benchmarks.faults.writer FOLDER WHAT NAME

Each line of its output is an acknowledgement: whoever reads it may rely on it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path

from benchmarks.own_store import workspace_in
from rrr.annotating.rule_matching import rule_pattern
from rrr.errors import StaleRevision
from rrr.records import (
    NewAnswer,
    NewExample,
    Project,
    TrainingConfig,
)
from rrr.services.marks import answers, rules
from rrr.services.projects import catalogue
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.store import example_queries, importing

NUM_SENTENCES = 60
NUM_IMPORTED = 3_000
CONFIG = TrainingConfig(
    classifier="average",
    embedding_size=4,
    hidden_size=4,
    batch_size=20,
    reason_weight=5.0,
    epochs=40,
)


def texts(number: int) -> Iterator[NewExample]:
    for n in range(number):
        label, decoy = (("good", "Odeon"), ("bad", "Rialto"))[n % 2]
        split = ("train", "train", "train", "validation")[n // 2 % 4]
        yield NewExample(f"Number {n}: a {label} film at the {decoy} word{n % 40}.", label, split)


def make(folder: Path) -> Workspace:
    """A workspace with one project of a few sentences."""
    workspace = workspace_in(folder)
    labels = ("bad", "good")
    project = importing.add(workspace.database, "p", labels, texts(NUM_SENTENCES))
    rules.add_rule(workspace, project, "odeon")
    return workspace


def _say(*words: object) -> None:
    print(*words, flush=True)


def saves(workspace: Workspace, project: Project, name: str) -> None:
    """Another mark in one sentence after the other; says sentence, revision and marked token."""
    ids = [example.id for example in example_queries.stream_of(workspace.database, project.id)]
    for number, example_id in enumerate(cycle(ids)):
        seen = answers.sentence(workspace, example_id, name)
        token = number // len(ids) % 5
        try:
            answer = NewAnswer(seen.token_hash, seen.revision, "marked", (token,))
            saved = answers.save(workspace, seen, answer)
        except StaleRevision:  # another process of the same person was faster
            continue
        _say(example_id, saved.revision, token)


def sweeps(workspace: Workspace, project: Project, name: str) -> None:
    """Strikes word after word everywhere but in three sentences; says the word."""
    ids = [example.id for example in example_queries.stream_of(workspace.database, project.id)]
    for number in count():
        pattern = rule_pattern("word", f"{name}{number}")
        rules.strike(workspace, project, pattern, ids[:3])
        _say(pattern.pattern)


def imports(workspace: Workspace, project: Project, name: str) -> None:
    """Imports project after project in small parts; says the project's name."""
    importing._BATCH_ROWS = 500
    for number in count():
        made = importing.add(
            workspace.database, f"{name}{number}", ("bad", "good"), texts(NUM_IMPORTED)
        )
        _say(made.name)


def trains(workspace: Workspace, project: Project, name: str) -> None:
    """Starts a pair, or goes on with it; says each epoch, and “over” at the end."""
    known = runs.list_runs(workspace, project.id)
    if known:
        pair = [
            runs.resume(workspace, run.id) if run.status == "interrupted" else run
            for run in reversed(known)
        ]
    else:
        pair = list(runs.start_pair(workspace, project.id, CONFIG))
    for run in pair:
        runs.wait(workspace, run.id, lambda _, report: _say(report.epoch))
    _say("over")
    time.sleep(3600)


WORK = {work.__name__: work for work in (saves, sweeps, imports, trains)}

if __name__ == "__main__":
    folder, what, name = sys.argv[1:]
    opened = workspace_in(Path(folder))
    if what == "opens":  # brings an old workspace up to date
        _say("open")
    else:
        project = next(each for each in catalogue.list_projects(opened) if each.name == "p")
        WORK[what](opened, project, name)
