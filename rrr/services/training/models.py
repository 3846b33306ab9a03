"""The trained models of finished runs, loaded when they are needed, and what they make of texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rrr.errors import RunError
from rrr.last_used import LastUsed
from rrr.records import DEFAULT_SALIENCY, Explanation, Run, SaliencyName
from rrr.services.permissions import require
from rrr.services.training.run_checkpoints import checkpoint_folder, fetched_folder
from rrr.services.workspace import Workspace

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier


def load_trained(workspace: Workspace, run: Run) -> TrainedClassifier:
    """The trained model of a finished run; the last few stay in memory, shared by all threads.

    Raises:
        RunError: if the run has no checkpoint.
        NotFound: if its checkpoint is gone.
        StorageError: if it is in a store that cannot be reached.
    """
    from rrr.learning.checkpoints import load_checkpoint  # loads TensorFlow: only when needed

    if run.checkpoint is None:
        raise RunError(
            f"Run {run.id} has no trained model: its state is “{run.status}”. "
            "Choose a finished run, or train again."
        )
    directory = checkpoint_folder(workspace, run.id)
    return _models.get_or_make(
        directory, lambda: load_checkpoint(fetched_folder(workspace, run.id))
    )


_models: LastUsed[Path, TrainedClassifier] = LastUsed(4)  # two pairs


def explain(
    workspace: Workspace,
    run: Run,
    texts: Sequence[str],
    method: SaliencyName = DEFAULT_SALIENCY,
) -> list[Explanation]:
    """Explain texts by the model of one finished run."""
    workspace = require(workspace, run.project_id, "review")
    from rrr.explaining.saliency_methods import saliency_method_named

    return saliency_method_named(method)(load_trained(workspace, run), texts)
