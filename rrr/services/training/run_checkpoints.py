"""Where the weights of a run lie: each has a directory in the workspace's checkpoints folder.

The directory is named by the run's number. What the database says there is not followed: a database
from somebody else could name any folder of this computer, and it would be read or deleted.

Where `RRR_CHECKPOINTS` names a store, the folder holds copies of what is there.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from rrr.errors import RunError, StorageError
from rrr.records import Run, TrainingConfig
from rrr.services.training.checkpoint_store import CheckpointStore
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import run_queries

_log = logging.getLogger(__name__)


def checkpoint_name(run_id: int) -> str:
    """Name of the run's directory."""
    return f"run-{run_id}"


def checkpoint_folder(workspace: Workspace, run_id: int) -> Path:
    """The run's directory, whether it is there or not."""
    return workspace.settings.checkpoints / checkpoint_name(run_id)


def fetch(workspace: Workspace, run_id: int) -> bool:
    """Bring a run's directory here, if it is in a store and not here as it is there; whether it was
    brought.

    Raises:
        StorageError: if the store cannot be reached and there is no copy here.
    """
    if (store := store_of(workspace.settings)) is None:
        return False
    folder = checkpoint_folder(workspace, run_id)
    try:
        return store.get(folder)
    except StorageError as error:
        if not folder.is_dir():
            raise
        _log.warning("Run %s is read from its copy here: %s", run_id, error)
        return False


def fetched_folder(workspace: Workspace, run_id: int) -> Path:
    """The run's directory, to read from. Raises as `fetch`."""
    fetch(workspace, run_id)
    return checkpoint_folder(workspace, run_id)


def publish(workspace: Workspace, run_id: int) -> None:
    """Bring what was written into a run's directory to the store, if there is one.

    Raises:
        StorageError: if the store cannot be reached.
    """
    if store := store_of(workspace.settings):
        store.put(checkpoint_folder(workspace, run_id))


def delete_checkpoint_of(workspace: Workspace, run_id: int) -> None:
    """Remove what a run has left there, if anything."""
    shutil.rmtree(checkpoint_folder(workspace, run_id), ignore_errors=True)
    if store := store_of(workspace.settings):
        try:
            store.delete(checkpoint_name(run_id))
        except StorageError as error:
            _log.warning("The model of run %s stays where it is: %s", run_id, error)


def has_checkpoint(workspace: Workspace, run: Run) -> bool:
    """Whether the run has finished and its weights are still there."""
    if run.checkpoint is None:
        return False
    if checkpoint_folder(workspace, run.id).is_dir():
        return True
    store = store_of(workspace.settings)
    return store is not None and store.has(checkpoint_name(run.id))


def checkpoints_known(workspace: Workspace) -> Callable[[Run], bool]:
    """As `has_checkpoint`, for many runs and while others wait: a store is asked once, now."""
    store = store_of(workspace.settings)
    names = store.names() if store else set()

    def is_there(run: Run) -> bool:
        return run.checkpoint is not None and (
            checkpoint_name(run.id) in names or checkpoint_folder(workspace, run.id).is_dir()
        )

    return is_there


def fetch_all(workspace: Workspace) -> None:
    """Bring all models here that are in the store. Raises StorageError as `fetch`."""
    if store := store_of(workspace.settings):
        for name in sorted(store.names()):
            store.get(workspace.settings.checkpoints / name)


def store_of(settings: Settings) -> CheckpointStore | None:
    """The store that the settings name; None if the models stay in the workspace's folder."""
    return CheckpointStore(settings.checkpoint_store) if settings.checkpoint_store else None


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
