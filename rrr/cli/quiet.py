"""Load TensorFlow without the log lines it writes while it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rrr.services.workspace import Workspace


def load_tensorflow() -> None:
    """Import it now and wait for it."""
    from rrr.services.warmup import warm_tensorflow

    warm_tensorflow().join()


def prepare_to_train(workspace: Workspace) -> None:
    """Load TensorFlow, unless others train; say so if they are to be there and are not."""
    from rrr.services.training.ownership import count_workers

    if workspace.settings.executor == "thread":
        load_tensorflow()
    elif workspace.settings.executor == "process" and not count_workers(workspace):
        typer.echo(NO_WORKER, err=True)


NO_WORKER = (
    "This training waits: RRR_EXECUTOR leaves it to a worker process, and none is there. Start one "
    "with “rrr work”."
)
