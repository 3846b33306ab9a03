"""`rrr work`: a process that trains what the app has queued for it."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rrr.cli.options import JsonOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from rrr.records import Run


def work(
    until_empty: Annotated[
        bool,
        typer.Option("--until-empty", help="End when no run waits for a worker any more."),
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Train what waits for a worker process, run after run, until you press Ctrl-C.

    The app leaves its trainings to such processes if RRR_EXECUTOR is “process”. Start as many as
    you want trainings at a time. Ctrl-C, or SIGTERM, gives the run at work back: another worker
    goes on where it stopped. With --json the runs that were trained are listed at the end.

    Examples:

    \b
        rrr work

    \b
        rrr work --until-empty --json
    """
    from rrr.services.training.worker_process import work as train_what_waits
    from rrr.services.warmup import warm_tensorflow

    trained: dict[int, Run] = {}

    def tell(run: Run) -> None:
        trained[run.id] = run
        if not as_json:
            typer.echo(f"Run {run.id}, {run.name}: {_state(run)}")

    with _asked_to_end() as should_end, opened(workspace) as opened_workspace:
        warm_tensorflow()
        train_what_waits(opened_workspace, should_end.is_set, tell, until_empty=until_empty)
    if as_json:
        summary = [
            {"id": run.id, "name": run.name, "status": run.status} for run in trained.values()
        ]
        typer.echo(json.dumps(summary))


def _state(run: Run) -> str:
    """What a person reads of a run that was just taken, or of what has become of it."""
    from rrr.services.training.ownership import ANY_WORKER

    if run.status == "queued":
        if run.owner == ANY_WORKER:
            return "given back"
        return "begins" if run.started_at is None else "goes on"
    return f"{run.status}. {run.error}" if run.error else run.status


@contextmanager
def _asked_to_end() -> Iterator[threading.Event]:
    """Set by the first Ctrl-C or SIGTERM; a second one ends the process at once."""
    end_event = threading.Event()
    before: dict[signal.Signals, Any] = {}

    def ask(number: int, _frame: FrameType | None) -> None:
        end_event.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.signal(number, ask)
    try:
        yield end_event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
