"""`rrr runs`: list a project's runs, and have one of them repeated, resumed or retried."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from rrr.cli.application import Commands
from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.cli.quiet import prepare_to_train
from rrr.counted import counted

if TYPE_CHECKING:
    from rrr.records import Run
    from rrr.services.workspace import Workspace

RunArgument = Annotated[
    int, typer.Argument(metavar="RUN", help="Number of a run, as “rrr runs PROJECT” lists it.")
]


class _ListByDefault(TyperGroup):
    """`rrr runs PROJECT` is short for `rrr runs list PROJECT`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            args = ["list", *args]
        return super().resolve_command(ctx, args)


app = Commands(
    cls=_ListByDefault,
    help="List a project's runs, and have one repeated, resumed or retried.\n\nExample:\n\n\b\n"
    "    rrr runs Reviews\n    rrr runs repeat 7",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_runs(
    project: ProjectArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """List a project's runs, newest first.

    Example:

    \b
        rrr runs Reviews
        rrr runs list Reviews
    """
    from rrr.formats.percent import percent
    from rrr.services.training import runs

    with opened(workspace) as opened_workspace:
        all_runs = runs.list_runs(opened_workspace, find_project(opened_workspace, project).id)
    if as_json:
        typer.echo(json.dumps([described(run) for run in all_runs]))
        return
    for run in all_runs:
        star = "★" if run.starred else " "
        line = f"{run.id:>4} {star} {run.name:<14} {run.status:<12}"
        if run.evaluation:
            line += ", ".join(f"{n} {percent(v)}" for n, v in run.evaluation.accuracy.items())
        typer.echo(line + (run.error or ""))
    if not all_runs:
        typer.echo("No runs yet. Train with “rrr train PROJECT”.", err=True)


@app.command()
def repeat(
    run: RunArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Train a finished run again, exactly as it was, and say whether its numbers are the same.

    It takes the settings, the seed, the marks and the sentences as they were. Ends with exit code 1
    if a number differs.

    Example:

    \b
        rrr runs repeat 7
    """
    from rrr.services.training import repetition, runs

    with opened(workspace) as opened_workspace:
        for change in repetition.what_has_changed(opened_workspace, run):
            typer.echo(f"Not as it was: {change}. The numbers may differ.", err=True)
        prepare_to_train(opened_workspace)
        again = finished(opened_workspace, runs.repeat(opened_workspace, run))
        differing = repetition.numbers_that_differ(opened_workspace, again.id)
    if as_json:
        typer.echo(json.dumps({"run": again.id, "repeats": run, "differing": differing}))
        raise typer.Exit(1 if differing else 0)
    if not differing:
        typer.echo(f"Run {again.id} repeats run {run}: all its numbers are the same.")
        return
    numbers_differ = counted(len(differing), "number differs", "numbers differ")
    typer.echo(f"Run {again.id} repeats run {run}, but {numbers_differ}:")
    for line in differing[:20]:
        typer.echo(f"  {line}")
    raise typer.Exit(1)


@app.command()
def resume(
    run: RunArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Continue an interrupted run after the last epoch that it finished.

    Example:

    \b
        rrr runs resume 7
    """
    from rrr.services.training import runs

    with opened(workspace) as opened_workspace:
        prepare_to_train(opened_workspace)
        resumed = finished(opened_workspace, runs.resume(opened_workspace, run))
    tell(resumed, "has finished", as_json)


@app.command()
def retry(run: RunArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Train a failed, cancelled or interrupted run anew, with its marks as they were.

    Example:

    \b
        rrr runs retry 7
    """
    from rrr.services.training import runs

    with opened(workspace) as opened_workspace:
        prepare_to_train(opened_workspace)
        again = finished(opened_workspace, runs.retry(opened_workspace, run))
    tell(again, "has finished", as_json)


def tell(run: Run, what_happened: str, as_json: bool) -> None:
    """Print a run as JSON, or that it "is back", say."""
    typer.echo(json.dumps(described(run)) if as_json else f"Run {run.id} {what_happened}.")


def described(run: Run) -> dict[str, Any]:
    """What is printed of a run with --json."""
    from rrr.services.demo_loop import evaluation_figures

    return {
        "id": run.id,
        "name": run.name,
        "status": run.status,
        "error": run.error,
        "starred": run.starred,
        "config": run.config.to_dict(),
        "choice": run.choice and run.choice.to_dict(),
        "seconds": run.seconds,
        "snapshot": run.snapshot_id,
        "marks_hash": run.marks_hash,
        "data_hash": run.data_hash,
        "tokenizer_hash": run.tokenizer_hash,
        "versions": run.versions,
        "evaluation": run.evaluation and evaluation_figures(run.evaluation),
    }


def finished(workspace: Workspace, run: Run) -> Run:
    """Wait for a run, telling its epochs."""
    from rrr.cli.progress import tell_epoch
    from rrr.errors import RunError
    from rrr.services.training import runs

    over = runs.wait(workspace, run.id, tell_epoch)
    if over.status != "finished":
        raise RunError(over.error or f"Run {run.id} is {over.status}.")
    return over
