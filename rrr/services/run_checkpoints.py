"""Where the weights of a run lie: each has a directory in the workspace's checkpoints folder."""

from __future__ import annotations

import shutil

from rrr.records import Run
from rrr.services.workspace import Workspace


def checkpoint_name(run_id: int) -> str:
    """Name of the run's directory."""
    return f"run-{run_id}"


def delete_checkpoint_of(workspace: Workspace, run_id: int) -> None:
    """Remove what a run has left there, if anything."""
    shutil.rmtree(workspace.settings.checkpoints / checkpoint_name(run_id), ignore_errors=True)


def has_checkpoint(workspace: Workspace, run: Run) -> bool:
    """Whether the run has finished and its weights are still there."""
    return run.checkpoint is not None and (workspace.settings.checkpoints / run.checkpoint).is_dir()
