"""The story told to a visitor: a project of their own, made from the demo, and its trainings.

Visitors' projects lie in a workspace of their own, below the usual one, so that they neither stand
among people's projects nor ever touch them. Each visitor has one; projects of visitors who have
long gone are deleted when the next one comes.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rrr.errors import NotFound, RunError
from rrr.records import TRAIN, Project, Run, TrainingConfig
from rrr.services.marks import rules
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.projects import catalogue, demo_project
from rrr.services.training import run_shelf, runs
from rrr.services.workspace import Workspace, open_workspace
from rrr.store import importing

CONFIG = TrainingConfig(
    classifier="cnn", embedding_size=32, hidden_size=32, epochs=6, reason_weight=1.0
)
"""Trains in seconds, falls for the planted words altogether, and can be cured of them. λ is the one
that the search would try first."""

_FOLDER = "story"
_NAME = "Story: film reviews"
_FORGOTTEN_AFTER = timedelta(hours=12)
_MAX_PROJECTS = 20
_beginning = threading.Lock()


def workspace_of_visitors(workspace: Workspace) -> Workspace:
    """The workspace that holds the visitors' projects; shared by this process."""
    settings = workspace.settings
    folder = settings.workspace / _FOLDER
    # Not in people's database: old projects are deleted here. A visitor does not wait for a worker
    # process, either: the trainings take seconds. Nobody needs the models elsewhere.
    visitors_settings = replace(
        settings, workspace=folder, database_url=None, executor="thread", checkpoint_store=None
    )
    return open_workspace(visitors_settings)


def begin(workspace: Workspace) -> Project:
    """Make a project for a new visitor; nothing is struck out and nothing trained in it.

    Args:
        workspace: that of the visitors, here and below.

    Raises:
        DataError: if the demo corpus is not there.
    """
    with _beginning:
        _forget_old(workspace)
        demo = demo_project.demo_examples()
        names = {project.name for project in catalogue.list_projects(workspace)}
        numbered = (f"{_NAME} {number}" for number in range(1, len(names) + 2))
        name = next(name for name in numbered if name not in names)
        return importing.add(workspace.database, name, demo.labels, demo)


def find(workspace: Workspace, project_id: int) -> Project | None:
    """A visitor's project; None if there is none, or no longer."""
    try:
        return catalogue.get_project(workspace, project_id)
    except NotFound:
        return None


def start_again(workspace: Workspace, project: Project) -> None:
    """Take all marks back and forget what was trained with them; the first model stays."""
    for listed in rules.list_rules(workspace, project):
        rules.remove_rule(workspace, listed.rule.id)
    for run in runs.list_runs(workspace, project.id):
        if run.num_marked_tokens:
            runs.cancel(workspace, run.id)
            run_shelf.delete(workspace, run.id)


def first_model(workspace: Workspace, project: Project) -> Run:
    """The training without marks: under way, or done. One that was broken off begins anew; one
    that failed is returned as it is, for the visitor to decide."""
    newest = next(
        (run for run in runs.list_runs(workspace, project.id) if not run.num_marked_tokens), None
    )
    if newest is not None and newest.status not in ("interrupted", "cancelled"):
        return newest
    return learn(workspace, project)


def learn(workspace: Workspace, project: Project) -> Run:
    """Train without marks, unless that is under way or done."""
    return runs.start_baseline(workspace, project.id, CONFIG)


def retrain(workspace: Workspace, project: Project) -> None:
    """Train with what is struck out now, beside the first model; returns at once.

    Raises:
        RunError: if nothing is struck out.
    """
    runs.start_pair(workspace, project.id, CONFIG)


def retrained(workspace: Workspace, project: Project) -> tuple[Run, Run] | None:
    """The newest trainings (before, after) with the marks as they are now, in whatever state."""
    now = marked_splits(workspace, project).marks_hash
    of_now = [run for run in runs.list_runs(workspace, project.id) if run.marks_hash == now]
    after = next((run for run in of_now if not run.is_baseline), None)
    before = next((run for run in of_now if run.is_baseline), None)
    return None if after is None or before is None else (before, after)


def num_training(project: Project) -> int:
    """How many reviews a model learns from."""
    return project.split_sizes.get(TRAIN, 0)


def _forget_old(workspace: Workspace) -> None:
    """Delete old projects, and the oldest of too many; never one that is training."""
    projects = catalogue.list_projects(workspace)  # newest first
    earliest = datetime.now(UTC) - _FORGOTTEN_AFTER
    for place, project in enumerate(projects):
        if place >= _MAX_PROJECTS - 1 or project.created_at < earliest:
            with suppress(RunError, NotFound):  # it trains, or another process was faster
                catalogue.delete_project(workspace, project.id)
