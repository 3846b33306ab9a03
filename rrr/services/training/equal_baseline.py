"""A model without marks that was trained before, and that this run would only train again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrr.errors import DataError, NotFound
from rrr.records import Run, TrainingConfig
from rrr.services.training.run_checkpoints import fetched_folder, has_checkpoint
from rrr.services.training.versions import inputs_of
from rrr.services.workspace import Workspace
from rrr.store import run_queries

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier


def equal_baseline(
    workspace: Workspace, run: Run, config: TrainingConfig
) -> tuple[Run, TrainedClassifier] | None:
    """The newest run of these settings, on the data of `run` and under today's versions, with its
    model; None if there is none to be had, or if `run` repeats one: it is to be seen whether the
    same comes of it."""
    from rrr.learning.checkpoints import load_checkpoint  # loads TensorFlow: only when needed

    if run.origin == "repeated":
        return None
    inputs = inputs_of(config)
    for other in run_queries.list_of(workspace.database, run.project_id):
        alike = (
            other.config == config and other.data_hash == run.data_hash and other.versions == inputs
        )
        if alike and has_checkpoint(workspace, other):
            try:
                return other, load_checkpoint(fetched_folder(workspace, other.id))
            except (DataError, NotFound):  # damaged, or deleted this moment
                continue
    return None
