"""`rrr import`."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rrr.cli.options import JsonOption, WorkspaceOption, find_project, opened
from rrr.cli.terminal import tell_progress
from rrr.counted import counted

if TYPE_CHECKING:
    from rrr.formats.columns import ColumnChoice
    from rrr.services.projects.file_preview import FilePreview


class _Unmarked(StrEnum):
    NOTHING = "nothing"
    IRRELEVANT = "irrelevant"


class _LongTexts(StrEnum):
    REFUSE = "refuse"
    SKIP = "skip"
    CUT = "cut"


class _BrokenRows(StrEnum):
    REFUSE = "refuse"
    SKIP = "skip"


def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV, JSON Lines, JSON, Excel, Parquet, or what an annotation tool exports; also "
            "gzipped. A folder or its ZIP for ERASER, HateXplain and Hugging Face datasets.",
        ),
    ],
    name: Annotated[
        str | None, typer.Option(help="Name of the new project  [default: the file's name]")
    ] = None,
    text_column: Annotated[
        str | None, typer.Option(help="Column with the texts  [default: guessed]")
    ] = None,
    label_column: Annotated[
        str | None, typer.Option(help="Column with the labels  [default: guessed]")
    ] = None,
    split_column: Annotated[
        str | None,
        typer.Option(
            help="Column that says train, validation, test, or the name of a further test split; "
            "“” for none: 70/15/15 by the text  [default: guessed]"
        ),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(help="What the whole file is, for instance test; no column is asked"),
    ] = None,
    file_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="right-reasons, prodigy, label-studio, doccano, argilla, hatexplain, eraser, "
            "datasets, excel, parquet, json, jsonl, tsv or csv  [default: as the file looks]",
        ),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="Sheet of a workbook  [default: the first with rows]")
    ] = None,
    unmarked: Annotated[
        _Unmarked | None,
        typer.Option(
            help="What words outside highlighted evidence mean: nothing, or that they are "
            "irrelevant, and so are struck. Files with highlights need an answer."
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            help="For instance utf-8, utf-16 or cp1252  [default: what the file seems to be]"
        ),
    ] = None,
    header: Annotated[
        bool | None,
        typer.Option(
            "--header/--no-header",
            help="Whether row 1 of a CSV file holds the columns' names  [default: as it looks]",
            show_default=False,
        ),
    ] = None,
    long_texts: Annotated[
        _LongTexts,
        typer.Option(
            help="What to do with texts that are too long: refuse the file, leave them out, or "
            "cut their ends."
        ),
    ] = _LongTexts.REFUSE,
    broken_rows: Annotated[
        _BrokenRows,
        typer.Option(
            help="What to do with rows that are not as the others are, such as a CSV row with "
            "another number of cells: refuse the file, or leave them out."
        ),
    ] = _BrokenRows.REFUSE,
    preview: Annotated[
        bool, typer.Option("--preview", help="Show how the file would be read; store nothing.")
    ] = False,
    into: Annotated[
        str | None,
        typer.Option(help="Add to this project (its name or number) instead of making a new one"),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a project from a file with one text a row, or add its texts to one.

    Example:

    \b
        rrr import reviews.csv --preview
        rrr import reviews.csv --name Reviews --text-column text --label-column label
        rrr import held-out.jsonl --into Reviews --split test
        rrr import tasks.json --format label-studio --unmarked nothing
    """
    from rrr.errors import DataError
    from rrr.formats.columns import ColumnChoice
    from rrr.formats.encoding import known_encoding
    from rrr.formats.read_options import Reading
    from rrr.services.projects import file_import
    from rrr.services.projects.file_preview import (
        label_question,
        preview_file,
        reading_notes,
        split_warning,
    )
    from rrr.services.projects.import_notes import import_notes
    from rrr.services.projects.project_files import is_project_archive

    if file_format is None and is_project_archive(file.name, file):
        raise DataError(
            f"{file.name} is a whole project. Bring it in with “rrr project import {file}”."
        )
    reading = Reading(
        encoding=known_encoding(encoding) if encoding else None,
        header=header,
        long_texts=long_texts.value,
        broken_rows=broken_rows.value,
        format=file_format,
        sheet=sheet,
        split=split,
        unmarked=unmarked.value if unmarked else None,
    )
    file_preview = preview_file(file.name, file, reading)
    guess = file_preview.suggestion
    label = label_column or guess.label
    guessed_split = guess.split if into is None else guess.split_to_add
    choice = ColumnChoice(
        text_column or guess.text,
        label or "",
        None if split else guessed_split if split_column is None else split_column or None,
    )
    question = "" if label_column else label_question(guess)
    is_said = split or split_column is not None
    warning = "" if is_said else split_warning(guess, is_new=into is None)
    if preview:
        _show(file_preview, choice, file, f"{question} {warning}".strip(), as_json)
        return
    if label is None:
        is_another_there = guess.candidates or guess.faulty_label is None
        remedy = " Name it with --label-column." if is_another_there else ""
        raise DataError(f"{file.name}: {question}{remedy}")
    if warning:  # rows that were held back would be trained on
        remedy = "Or have chance divide all rows: --split-column ''."
        raise DataError(f"{file.name}: {warning} {remedy}")
    with opened(workspace) as opened_workspace:
        if into is None:
            result = file_import.import_file(
                opened_workspace,
                name or file.stem,
                file.name,
                file,
                choice,
                _tell_progress,
                file_preview.reading,
            )
        else:
            larger = find_project(opened_workspace, into)
            result = file_import.add_sentences(
                opened_workspace,
                larger,
                file.name,
                file,
                choice,
                _tell_progress,
                file_preview.reading,
            )
    project = result.project
    if as_json:
        fields = {
            "id": project.id,
            "name": project.name,
            "labels": project.labels,
            "splits": project.split_sizes,
            "added": result.num_added,
            "skipped": result.num_skipped,
            "unlabelled": result.num_unlabelled,
            "untrained_labels": result.untrained_labels,
            **asdict(result.repeats),
            **asdict(result.marks),
            "given_tokens": result.given_tokens._asdict(),
            **asdict(file_preview.reading),
            "long_rows": result.long_rows,
            "broken_rows": result.broken_rows,
        }
        typer.echo(json.dumps(fields))
        return
    typer.echo(
        f"Project {project.id} “{project.name}” has {counted(project.num_examples, 'example')}."
    )
    typer.echo(f"Read {_columns(choice)}; labels: {', '.join(project.labels)}.")
    for note in (question, *reading_notes(file_preview), *import_notes(result)):
        if note:
            typer.echo(note)


def _columns(choice: ColumnChoice) -> str:
    chosen = (("text", choice.text), ("label", choice.label), ("split", choice.split))
    return ", ".join(f"{content} from “{column}”" for content, column in chosen if column)


def _show(
    preview: FilePreview, choice: ColumnChoice, file: Path, question: str, as_json: bool
) -> None:
    from rrr.formats.names import rows_listed
    from rrr.services.projects.file_preview import long_rows, reading_notes, values_of

    too_long = long_rows(file.name, file, preview.reading, choice.text)
    values = values_of(file.name, file, preview.reading, choice.label) if choice.label else None
    if as_json:
        suggestion = {**asdict(choice), "label": choice.label or None}
        fields = {**asdict(preview), "suggestion": suggestion, "long_rows": too_long}
        fields["labels"] = dict(values.counts) if values else None
        fields["question"] = question
        typer.echo(json.dumps(fields))
        return
    typer.echo(f"{counted(preview.num_rows, 'row')}. Would read {_columns(choice)}.")
    if values:
        typer.echo(f"{values.as_labels}.")
    for note in (question, *reading_notes(preview)):
        if note:
            typer.echo(note)
    if too_long:
        count = counted(len(too_long), "text is", "texts are")
        typer.echo(f"{count} too long ({rows_listed(too_long)}). See --long-texts.")
    if preview.broken_rows:
        count = counted(len(preview.broken_rows), "row is", "rows are")
        typer.echo(f"{count} broken and would be left out ({rows_listed(preview.broken_rows)}).")
    for row in preview.rows[:5]:
        cells = [f"{name}: {cell[:60]!r}" for name, cell in zip(preview.columns, row, strict=True)]
        typer.echo("  " + "  ".join(cells[:8]))


def _tell_progress(done: int, total: int) -> None:
    """One line that counts up, on standard error."""
    tell_progress(f"\rStored {done:,} of {counted(total, 'example')}.", nl=done >= total)
