"""Where the weights of a run lie: each has a directory in the workspace's checkpoints folder.

The directory is named by the run's number. What the database says there is not followed: a database
from somebody else could name any folder of this computer, and it would be read or deleted.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from rrr.errors import RunError
from rrr.records import Run, TrainingConfig
from rrr.services.workspace import Workspace
from rrr.store import run_queries


def checkpoint_name(run_id: int) -> str:
    """Name of the run's directory."""
    return f"run-{run_id}"


def checkpoint_folder(workspace: Workspace, run_id: int) -> Path:
    """The run's directory, whether it is there or not."""
    return workspace.settings.checkpoints / checkpoint_name(run_id)


def delete_checkpoint_of(workspace: Workspace, run_id: int) -> None:
    """Remove what a run has left there, if anything."""
    shutil.rmtree(checkpoint_folder(workspace, run_id), ignore_errors=True)


def has_checkpoint(workspace: Workspace, run: Run) -> bool:
    """Whether the run has finished and its weights are still there."""
    return run.checkpoint is not None and checkpoint_folder(workspace, run.id).is_dir()


def refuse_start_without_model(
    workspace: Workspace, project_id: int, config: TrainingConfig
) -> None:
    """Look whether the run that a training is to begin with can be had.

    Raises:
        RunError: if it is not there, is of another project, or has no trained model.
    """
    if config.start_run is None:
        return
    known = {run.id: run for run in run_queries.list_of(workspace.database, project_id)}
    earlier = known.get(config.start_run)
    if earlier is None or not has_checkpoint(workspace, earlier):
        raise RunError(
            f"Run {config.start_run}, to start from, has no trained model in this project. "
            "Choose a finished run, or start from fresh weights."
        )
