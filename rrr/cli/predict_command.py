"""`rrr predict`: a whole file labelled by a trained model."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, WorkspaceOption, opened
from rrr.cli.output_file import ForceOption, refuse_unwritable, writing
from rrr.cli.quiet import load_tensorflow
from rrr.cli.terminal import tell_progress
from rrr.counted import counted


def predict(
    run: Annotated[
        int, typer.Argument(metavar="RUN", help="Number of a finished run, from “rrr runs”.")
    ],
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A file with one text a row, as for “rrr import”."),
    ],
    text_column: Annotated[
        str | None, typer.Option(help="Column with the texts  [default: guessed]")
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="FILE",
            help="The file to write, “-” for stdout  [default: FILE’s name with “-labelled”]",
            show_default=False,
        ),
    ] = None,
    force: ForceOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Label each text of a file.

    Writes the rows again. Each also gets the predicted label, the probability of each label, and
    the words that decided. Rows without text stay as they are. CSV, Excel and JSON Lines come back
    as such, of a workbook only the sheet with the texts; other files come back as CSV. In CSV, a
    text that a spreadsheet would take for a formula gets an apostrophe in front.

    Example:

    \b
        rrr predict 2 tickets.csv --text-column body --to tickets-labelled.csv
    """
    from rrr.services.projects.file_labels import FileToLabel
    from rrr.services.training import runs

    to_label = FileToLabel(file.name, file, text_column)
    written = to or Path(to_label.name_written)
    is_stdout = str(written) == "-"
    if not is_stdout:
        refuse_unwritable(written, force)
    counts: Counter[str | None] = Counter()
    total = to_label.num_rows()

    def report(done: int) -> None:
        tell_progress(f"\rLabelled {done:,} of {counted(total, 'row')}.", nl=done >= total)

    with opened(workspace) as opened_workspace:
        run_record = runs.get_run(opened_workspace, run)
        load_tensorflow()
        ending = to_label.ending_written if is_stdout else written.suffix.lower()
        pieces = to_label.written(opened_workspace, run_record, ending, counts, report)
        if is_stdout:
            sys.stdout.buffer.writelines(pieces)
            sys.stdout.flush()
            return
        with writing(written) as out:
            out.writelines(pieces)
    report(total)
    without_text = counts.pop(None, 0)
    if as_json:
        fields = {
            "file": str(written),
            "text_column": to_label.text_column,
            "rows": total,
            "labels": dict(counts),
            "without_text": without_text,
        }
        typer.echo(json.dumps(fields))
        return
    labels = ", ".join(f"{label} {number:,}" for label, number in counts.most_common())
    typer.echo(f"Read the texts from “{to_label.text_column}”: {labels or 'none'}.")
    if without_text:
        typer.echo(f"{counted(without_text, 'row has', 'rows have')} no text and got no label.")
    typer.echo(f"Wrote {written}.")
