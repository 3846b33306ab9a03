"""What `rrr runs` does with one run: name it, star it, delete it, cancel it, train it again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from rrr.cli.options import JsonOption, WorkspaceOption, opened
from rrr.cli.quiet import prepare_to_train
from rrr.cli.runs_command import RunArgument, described, finished, tell

if TYPE_CHECKING:
    pass


def rename(
    run: RunArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its new name.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a run another name.

    Example:

    \b
        rrr runs rename 7 "without names"
    """
    from rrr.services.training import run_shelf

    with opened(workspace) as opened_workspace:
        tell(run_shelf.rename(opened_workspace, run, name), f"is called “{name}”", as_json)


def star(
    run: RunArgument,
    off: Annotated[bool, typer.Option("--off", help="Take the star off.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a star on a run, or take it off.

    Example:

    \b
        rrr runs star 7
    """
    from rrr.services.training import run_shelf

    with opened(workspace) as opened_workspace:
        starred = run_shelf.star(opened_workspace, run, not off)
        tell(starred, "has no star" if off else "has a star", as_json)


def delete(
    run: RunArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Delete a run that is over, and its model. For a day “rrr runs restore” brings it back.

    Example:

    \b
        rrr runs delete 7
    """
    from rrr.services.training import run_shelf

    with opened(workspace) as opened_workspace:
        run_shelf.delete(opened_workspace, run)
    if as_json:
        typer.echo(json.dumps({"deleted": run}))
        return
    typer.echo(f"Run {run} is deleted. Until tomorrow “rrr runs restore {run}” brings it back.")


def restore(
    run: RunArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Bring a deleted run back.

    Example:

    \b
        rrr runs restore 7
    """
    from rrr.services.training import run_shelf

    with opened(workspace) as opened_workspace:
        tell(run_shelf.restore(opened_workspace, run), "is back", as_json)


def cancel(
    run: RunArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Cancel a run that waits or trains, also one that the app has begun.

    Example:

    \b
        rrr runs cancel 7
    """
    from rrr.services.training import runs

    with opened(workspace) as opened_workspace:
        cancelled = runs.cancel(opened_workspace, run)
    tell(cancelled, f"is {cancelled.status}", as_json)


def settle(
    run: RunArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """End a running search for λ with the best found so far, also one that the app has begun.

    Example:

    \b
        rrr runs settle 7
    """
    from rrr.errors import RunError
    from rrr.services.training import runs

    with opened(workspace) as opened_workspace:
        searching = runs.get_run(opened_workspace, run)
        if searching.status != "running" or searching.search is None:
            raise RunError(f"Run {run} is not searching for λ. See “rrr runs PROJECT”.")
        runs.settle(opened_workspace, run)
    tell(searching, "ends as soon as it has a result", as_json)


def seeds(run: RunArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Train a run with marks, and its baseline, again with two more seeds.

    It shows how far the numbers vary by chance: “rrr compare” then says so.

    Example:

    \b
        rrr runs seeds 7
    """
    from rrr.errors import RunError
    from rrr.services.comparison.more_seeds import can_have_more, train_with_more_seeds
    from rrr.services.training import runs

    with opened(workspace) as opened_workspace:
        first = runs.get_run(opened_workspace, run)
        if not can_have_more(first):
            raise RunError(
                f"Run {run} was trained without marks, or its marks are not known any more. "
                "Choose a run with marks."
            )
        prepare_to_train(opened_workspace)
        begun = train_with_more_seeds(opened_workspace, first)
        more_runs = [finished(opened_workspace, queued) for queued in begun]
    if as_json:
        typer.echo(json.dumps([described(finished_run) for finished_run in more_runs]))
        return
    for finished_run in more_runs:
        typer.echo(f"Run {finished_run.id} has finished, with seed {finished_run.config.seed}.")
