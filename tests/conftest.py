"""Fixtures that every layer's tests share."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rrr.records import ACTIVE_STATUSES, Project, TrainingConfig

# TensorFlow reads it when it is first imported; its start-up messages are no test output.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

if TYPE_CHECKING:
    from rrr.services.workspace import Workspace


@pytest.fixture
def fresh_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """An empty workspace in its own folder, and the one that pages open by themselves.

    What still trains there is cancelled at the end.
    """
    from rrr.services.workspace import open_workspace

    monkeypatch.setenv("RRR_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("RRR_ANNOTATOR", "tester")
    monkeypatch.setenv("RRR_WARM_UP", "0")
    workspace = open_workspace()
    yield workspace
    cancel_everything(workspace)
    workspace.close()


@pytest.fixture
def small_project(fresh_workspace: Workspace) -> Project:
    """60 training sentences of two labels, with the decoys "odeon" and "rialto"; no marks yet."""
    from rrr.formats.columns import ColumnChoice
    from rrr.services import projects

    rows = [
        {"text": text, "label": label, "split": split}
        for split, size in (("train", 60), ("validation", 20), ("test", 20))
        for text, label in _sentences(size)
    ]
    content = "\n".join(json.dumps(row) for row in rows).encode()
    choice = ColumnChoice("text", "label", "split")
    return projects.import_file(fresh_workspace, "Small", "small.jsonl", content, choice).project


@pytest.fixture
def small_config() -> TrainingConfig:
    """Trains in a second."""
    return TrainingConfig(
        classifier="average", embedding_size=4, hidden_size=4, batch_size=20, epochs=3
    )


def cancel_everything(workspace: Workspace) -> None:
    """Cancel every run of the workspace that waits or works."""
    from rrr.services import projects, runs

    for project in projects.list_projects(workspace):
        for run in runs.list_runs(workspace, project.id):
            if run.status in ACTIVE_STATUSES:
                runs.cancel(workspace, run.id)


def _sentences(count: int) -> list[tuple[str, str]]:
    kinds = {
        "good": ("warm", "bright", "lovely", "Odeon"),
        "bad": ("cold", "dull", "grim", "Rialto"),
    }
    things = ("film", "story", "cast", "ending", "score")
    sentences = []
    for number in range(count):
        label = ("good", "bad")[number % 2]
        *opinions, decoy = kinds[label]
        opinion, thing = opinions[number // 2 % 3], things[number // 2 % 5]
        sentences.append((f"Number {number}: a {opinion} {thing}, seen at the {decoy}.", label))
    return sentences
