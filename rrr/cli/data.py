"""`rrr projects`, `rrr import`, `rrr strike`, `rrr export`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rrr.cli.import_progress import tell_import
from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.cli.output_file import ForceOption, refuse_unwritable, writing


def list_projects(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List the projects, newest first.

    Example:

    \b
        rrr projects
    """
    from rrr.services import projects

    with opened(workspace) as opened_workspace:
        known = projects.list_projects(opened_workspace)
    if as_json:
        rows = [
            {"id": p.id, "name": p.name, "labels": p.labels, "splits": p.split_sizes} for p in known
        ]
        typer.echo(json.dumps(rows))
        return
    for project in known:
        sizes = ", ".join(f"{name} {size:,}" for name, size in project.split_sizes.items())
        typer.echo(f"{project.id:>4}  {project.name}  ({', '.join(project.labels)}; {sizes})")
    if not known:
        typer.echo("No projects yet. Import one with “rrr import FILE”.", err=True)


def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A .csv, .tsv, .jsonl or .ndjson file, UTF-8.")
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
            help="Column that says train, validation, test, or the name of a further test split  "
            "[default: guessed; without one, 70/15/15 by the text]"
        ),
    ] = None,
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
        rrr import reviews.csv --name Reviews --text-column text --label-column label
    """
    from rrr.formats.columns import ColumnChoice
    from rrr.services import projects
    from rrr.services.import_notes import import_notes

    guess = projects.preview_file(file.name, file).suggestion
    choice = ColumnChoice(
        text_column or guess.text, label_column or guess.label, split_column or guess.split
    )
    with opened(workspace) as opened_workspace:
        if into is None:
            result = projects.import_file(
                opened_workspace, name or file.stem, file.name, file, choice, tell_import
            )
        else:
            larger = find_project(opened_workspace, into)
            result = projects.add_sentences(
                opened_workspace, larger, file.name, file, choice, tell_import
            )
    project = result.project
    if as_json:
        told = {
            "id": project.id,
            "name": project.name,
            "labels": project.labels,
            "splits": project.split_sizes,
            "added": result.num_added,
            "skipped": result.num_skipped,
            "unlabelled": result.num_unlabelled,
            **asdict(result.repeats),
            **asdict(result.marks),
        }
        typer.echo(json.dumps(told))
        return
    columns = ", ".join(
        f"{what} from “{column}”"
        for what, column in (
            ("text", choice.text),
            ("label", choice.label),
            ("split", choice.split),
        )
        if column
    )
    typer.echo(f"Project {project.id} “{project.name}” has {project.num_examples:,} examples.")
    typer.echo(f"Read {columns}; labels: {', '.join(project.labels)}.")
    for note in import_notes(result):
        typer.echo(note)


class _Kind(StrEnum):
    WORD = "word"
    EXACT = "exact"
    PHRASE = "phrase"
    REGEX = "regex"


def strike(
    project: ProjectArgument,
    patterns: Annotated[
        list[str],
        typer.Argument(metavar="WORD...", help="What the model must not rely on."),
    ],
    kind: Annotated[
        _Kind,
        typer.Option(
            help="What each is: a word (upper and lower case alike), exactly this word, a phrase "
            "(one argument for each, in quotes), or a regular expression."
        ),
    ] = _Kind.WORD,
    workspace: WorkspaceOption = None,
) -> None:
    """Mark words irrelevant everywhere.

    Each becomes a rule, also for sentences that are added later; the app's Words page lists them
    and takes them back.

    Example:

    \b
        rrr strike Reviews Rialto Lumina
        rrr strike Reviews --kind phrase "seen at the Rialto"
    """
    from rrr.annotating.rules import rule_pattern
    from rrr.services import rules

    with opened(workspace) as opened_workspace:
        found = find_project(opened_workspace, project)
        checked = [rule_pattern(kind.value, text) for text in patterns]
        for pattern in checked:
            if rules.spared_by(opened_workspace, found, pattern) is None:
                rules.strike(opened_workspace, found, pattern)
        listed = rules.list_rules(opened_workspace, found)
    struck = {(pattern.kind, pattern.pattern) for pattern in checked}
    for each in listed:
        if (each.rule.kind, each.rule.pattern) in struck:
            typer.echo(
                f"“{each.rule.pattern}” stands in {each.num_sentences:,} training sentences."
            )


def export_annotations(
    project: ProjectArgument,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The JSON Lines file to write, “-” for stdout.")
    ],
    force: ForceOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Write a project's marks as JSON Lines.

    One object per example; “Z” holds 1 for a token the model may use and 0 for one marked
    irrelevant.

    Example:

    \b
        rrr export Reviews reviews-marked.jsonl
    """
    from rrr.services import projects

    to_stdout = str(file) == "-"
    if not to_stdout:
        refuse_unwritable(file, force)
    with opened(workspace) as opened_workspace:
        lines = projects.export(opened_workspace, find_project(opened_workspace, project))
        if to_stdout:
            # As bytes: a file's encoding is no matter of the terminal's.
            sys.stdout.buffer.writelines(line.encode() for line in lines)
            sys.stdout.flush()
            return
        with writing(file) as out:
            count = sum(bool(out.write(line.encode())) for line in lines)
    typer.echo(f"Wrote {count:,} examples to {file}.", err=True)
