"""`rrr report`: what the marks changed, as one HTML file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, WorkspaceOption, opened
from rrr.cli.output_file import ForceOption, refuse_unwritable, writing
from rrr.cli.quiet import load_tensorflow


def report(
    run: Annotated[
        int,
        typer.Argument(
            metavar="RUN",
            help="Number of a finished run, from “rrr runs”. With two runs, the one before.",
        ),
    ],
    after: Annotated[
        int | None,
        typer.Argument(
            metavar="RUN",
            help="The run after  [default: RUN stands beside its baseline]",
            show_default=False,
        ),
    ] = None,
    output: Annotated[Path, typer.Option(metavar="FILE", help="The HTML file to write.")] = Path(
        "right-reasons-report.html"
    ),
    force: ForceOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write one HTML file that tells what the marks changed.

    It tells of two runs of any project: how right the first looks, what it really reads, what was
    struck out, how the second was trained, and the proof. It opens without a network, prints well,
    and holds all that is needed to repeat the runs.

    Examples:

    \b
        rrr report 2

    \b
        rrr report 1 4 --output review.html
    """
    from rrr.formats.html_report import html_report
    from rrr.services.comparison.reporting import pair_of, report_of

    refuse_unwritable(output, force)
    with opened(workspace) as opened_workspace:
        project, pair = pair_of(opened_workspace, run, after)
        load_tensorflow()
        written = html_report(report_of(opened_workspace, project, pair))
    with writing(output) as file:
        file.write(written.encode())
    if as_json:
        runs = {"before": pair.before.id, "after": pair.after.id}
        typer.echo(json.dumps({"file": str(output), **runs}))
        return
    typer.echo(output)
