"""`rrr project`: a whole project as one file, written and brought in."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from rrr.cli.application import Commands
from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.cli.output_file import ForceOption, refuse_unwritable, writing
from rrr.cli.terminal import tell_progress
from rrr.counted import counted

app = Commands(
    help="Write a whole project into one file, or bring one in.\n\nExample:\n\n\b\n"
    "    rrr project export Reviews reviews-project.zip\n"
    "    rrr project import reviews-project.zip",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("export")
def export_project(
    project: ProjectArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, a ZIP.")],
    force: ForceOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a project with its marks, labels that were changed, runs and models into one file.

    It is a ZIP of JSON and JSON Lines that can be read without this program, and of models without
    code. Runs that are not over stay behind.

    Example:

    \b
        rrr project export Reviews reviews-project.zip
    """
    from rrr.services.projects.project_files import write_project

    refuse_unwritable(file, force)
    with opened(workspace) as opened_workspace, writing(file) as stream:
        opened_project = find_project(opened_workspace, project)
        written = write_project(opened_workspace, opened_project, stream)
    if as_json:
        fields = asdict(written)
        del fields["striking_advice"], fields["written_at"], fields["program"]
        typer.echo(json.dumps({"file": str(file), **fields}))
        return
    typer.echo(
        f"Wrote {counted(written.num_sentences, 'sentence')} and "
        f"{counted(written.num_runs, 'run')} to {file}.",
        err=True,
    )
    if written.num_runs_left_out:
        left_out = counted(written.num_runs_left_out, "run is", "runs are")
        typer.echo(f"{left_out} not over, and stayed behind.", err=True)


@app.command("import")
def import_project(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What “rrr project export” has written.")
    ],
    name: Annotated[
        str | None,
        typer.Option(
            help="Name of the project  [default: the one it had]",
            show_default=False,
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a project of such a file: all of it, or, if anything is wrong, nothing.

    Example:

    \b
        rrr project import reviews-project.zip --name "Reviews of May"
    """
    from rrr.services.projects.project_files import read_project
    from rrr.services.training import runs

    def tell(done: int, total: int) -> None:
        tell_progress(f"Stored {done:,} of {counted(total, 'sentence')}.")

    with opened(workspace) as opened_workspace:
        imported = read_project(opened_workspace, file.name, file, name, tell)
        num_runs = len(runs.list_runs(opened_workspace, imported.id))
    if as_json:
        fields = {
            "id": imported.id,
            "name": imported.name,
            "labels": imported.labels,
            "splits": imported.split_sizes,
        }
        typer.echo(json.dumps({**fields, "runs": num_runs}))
        return
    typer.echo(
        f"Imported “{imported.name}” as project {imported.id}: "
        f"{counted(imported.num_examples, 'sentence')}, {counted(num_runs, 'run')}."
    )
