"""`rrr projects`, `rrr strike`, `rrr export`."""

from __future__ import annotations

import io
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.cli.output_file import ForceOption, refuse_unwritable, writing
from rrr.counted import counted
from rrr.errors import DataError


def list_projects(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List the projects, newest first.

    Example:

    \b
        rrr projects
    """
    from rrr.services.projects import catalogue

    with opened(workspace) as opened_workspace:
        projects = catalogue.list_projects(opened_workspace)
    if as_json:
        rows = [
            {"id": p.id, "name": p.name, "labels": p.labels, "splits": p.split_sizes}
            for p in projects
        ]
        typer.echo(json.dumps(rows))
        return
    for project in projects:
        sizes = ", ".join(f"{name} {size:,}" for name, size in project.split_sizes.items())
        typer.echo(f"{project.id:>4}  {project.name}  ({', '.join(project.labels)}; {sizes})")
    if not projects:
        typer.echo("No projects yet. Import one with “rrr import FILE”.", err=True)


class RuleKindName(StrEnum):
    WORD = "word"
    EXACT = "exact"
    PHRASE = "phrase"
    REGEX = "regex"


def strike(
    project: ProjectArgument,
    patterns: Annotated[
        list[str],
        typer.Argument(metavar="WORD...", help="Words the model must not use."),
    ],
    kind: Annotated[
        RuleKindName,
        typer.Option(
            help="What each is: a word (upper and lower case alike), exactly this word, a phrase "
            "(one argument for each, in quotes), or a regular expression."
        ),
    ] = RuleKindName.WORD,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Mark words irrelevant everywhere.

    Each becomes a rule, also for sentences that are added later; the app's Words page lists them
    and takes them back.

    Example:

    \b
        rrr strike Reviews Rialto Lumina
        rrr strike Reviews --kind phrase "seen at the Rialto"
    """
    from rrr.annotating.rule_matching import rule_pattern
    from rrr.services.marks import rules

    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        checked = [rule_pattern(kind.value, text) for text in patterns]
        for pattern in checked:
            if rules.spared_by(opened_workspace, opened_project, pattern) is None:
                rules.strike(opened_workspace, opened_project, pattern)
        listed = rules.list_rules(opened_workspace, opened_project)
    patterns_struck = {(pattern.kind, pattern.pattern) for pattern in checked}
    struck = [count for count in listed if (count.rule.kind, count.rule.pattern) in patterns_struck]
    for count in struck:
        if not count.num_sentences:
            typer.echo(
                f"Warning: “{count.rule.pattern}” stands in no training sentence, so striking "
                "it changes nothing. Check its spelling; the app's Words page takes it back.",
                err=True,
            )
    if as_json:
        rows = [
            {"pattern": e.rule.pattern, "kind": e.rule.kind, "sentences": e.num_sentences}
            for e in struck
        ]
        typer.echo(json.dumps(rows))
        return
    for count in struck:
        if count.num_sentences:
            training_sentences = counted(count.num_sentences, "training sentence")
            typer.echo(f"“{count.rule.pattern}” stands in {training_sentences}.")


class _Tool(StrEnum):
    OWN = "right-reasons"
    PRODIGY = "prodigy"
    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"
    ARGILLA = "argilla"
    ERASER = "eraser"
    HATEXPLAIN = "hatexplain"


def export_annotations(
    project: ProjectArgument,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write, “-” for stdout.")
    ],
    file_format: Annotated[
        _Tool,
        typer.Option(
            "--format",
            help="right-reasons keeps everything. In the others struck words are spans with the "
            "label IRRELEVANT, and evidence has the label RATIONALE; eraser and hatexplain are "
            "ZIPs that hold evidence, and no struck words.",
        ),
    ] = _Tool.OWN,
    force: ForceOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a project's marks as JSON Lines, or for another tool.

    One object per example; “Z” holds 1 for a token the model may use and 0 for one marked
    irrelevant.

    Example:

    \b
        rrr export Reviews reviews-marked.jsonl
        rrr export Reviews tasks.json --format label-studio
    """
    from rrr.formats.tool_writers import WRITERS
    from rrr.services.projects import marks_export, tool_export

    to_stdout = str(file) == "-"
    if to_stdout and as_json:
        raise DataError("With “-” the marks themselves are printed. Leave out --json.")
    if not to_stdout:
        refuse_unwritable(file, force)
    if file_format is not _Tool.OWN:
        with opened(workspace) as opened_workspace:
            opened_project = find_project(opened_workspace, project)
            tool = file_format.value
            if to_stdout:
                content = io.BytesIO()
                tool_export.write_for_tool(opened_workspace, opened_project, tool, content)
                sys.stdout.buffer.write(content.getvalue())
                sys.stdout.flush()
                return
            with writing(file) as packed:
                written = tool_export.write_for_tool(opened_workspace, opened_project, tool, packed)
        _tell_of_export(file, *written, what_stays=WRITERS[tool].what_stays, as_json=as_json)
        return
    with opened(workspace) as opened_workspace:
        lines = marks_export.export(opened_workspace, find_project(opened_workspace, project))
        if to_stdout:
            # As bytes: a file's encoding is no matter of the terminal's.
            sys.stdout.buffer.writelines(line.encode() for line in lines)
            sys.stdout.flush()
            return
        with writing(file) as out:
            count = sum(bool(out.write(line.encode())) for line in lines)
    _tell_of_export(file, count, as_json=as_json)


def _tell_of_export(
    file: Path,
    count: int,
    num_widened: int | None = None,
    num_left_out: int = 0,
    *,
    what_stays: str = "",
    as_json: bool,
) -> None:
    """`num_widened` is None in our own format, which widens nothing and holds everything."""
    if as_json:
        of_tool = {
            "widened_marks": num_widened,
            "left_out": num_left_out,
            "what_stays": what_stays,
        }
        told = {} if num_widened is None else of_tool
        typer.echo(json.dumps({"file": str(file), "examples": count, **told}))
        return
    left_out = f" {counted(num_left_out, 'example')} left out." if num_left_out else ""
    typer.echo(f"Wrote {counted(count, 'example')} to {file}.{left_out}", err=True)
    if what_stays:
        typer.echo(what_stays, err=True)
    if num_widened:
        marks_cover = counted(num_widened, "mark covers", "marks cover")
        typer.echo(
            f"{marks_cover} only part of a word as the tool divides the text. The whole word is "
            "marked in the file.",
            err=True,
        )
