"""`rrr download`: a trained model as a zip to take along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, WorkspaceOption, opened
from rrr.cli.output_file import ForceOption, refuse_unwritable, writing
from rrr.cli.quiet import load_tensorflow


def download(
    run: Annotated[
        int, typer.Argument(metavar="RUN", help="Number of a finished run, from “rrr runs”.")
    ],
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="FILE",
            help="The zip to write  [default: right-reasons-model-RUN.zip]",
            show_default=False,
        ),
    ] = None,
    force: ForceOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a trained model as a zip that works without this program.

    It holds the model as a .keras file of Keras' own layers, its vocabulary, labels and settings,
    a script that labels texts with keras and tensorflow alone, and a model card.

    Example:

    \b
        rrr download 2 --to model.zip
        unzip model.zip -d model && python model/predict.py "A long, patient film."
    """
    from rrr.services.comparison.model_download import archive_name, model_zip
    from rrr.services.training import runs

    with opened(workspace) as opened_workspace:
        run_record = runs.get_run(opened_workspace, run)
        file = to or Path(archive_name(run_record))
        refuse_unwritable(file, force)
        load_tensorflow()
        archive = model_zip(opened_workspace, run_record)
    with writing(file) as stream:
        stream.write(archive)
    if as_json:
        typer.echo(json.dumps({"file": str(file), "run": run, "bytes": len(archive)}))
        return
    typer.echo(file)
