"""`rrr rules`: what is struck everywhere, and taking that back."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rrr.cli.data_commands import RuleKindName
from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.counted import counted
from rrr.errors import DataError


def rules(
    project: ProjectArgument,
    take_back: Annotated[
        list[str] | None,
        typer.Option(
            "--take-back",
            metavar="WORD",
            help="Strike this word no longer. Marks made by hand stay. May be given several times.",
        ),
    ] = None,
    kind: Annotated[
        RuleKindName, typer.Option(help="What each word after --take-back is, as it was struck.")
    ] = RuleKindName.WORD,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what is struck everywhere, oldest first, or take some of it back.

    “rrr strike” adds to this list.

    Example:

    \b
        rrr rules Reviews
        rrr rules Reviews --take-back Rialto
        rrr rules Reviews --kind phrase --take-back "seen at the Rialto"
    """
    from rrr.annotating.rule_matching import rule_pattern
    from rrr.services.marks import rules as of_projects

    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        patterns = [rule_pattern(kind.value, text) for text in take_back or ()]
        present = {
            (row.rule.kind, row.rule.pattern)
            for row in of_projects.list_rules(opened_workspace, opened_project)
        }
        for pattern in patterns:
            if (pattern.kind, pattern.pattern) not in present:
                raise DataError(
                    f"The {pattern.kind} “{pattern.pattern}” is not struck in "
                    f"“{opened_project.name}”. Nothing was taken back. See what is with "
                    f"“rrr rules {project}”."
                )
        for pattern in patterns:
            of_projects.take_back(opened_workspace, opened_project, pattern)
        listed = of_projects.list_rules(opened_workspace, opened_project)
    if as_json:
        rows = [
            {
                "pattern": row.rule.pattern,
                "kind": row.rule.kind,
                "sentences": row.num_sentences,
                "exceptions": row.num_spared,
                "created_at": row.rule.created_at.isoformat(),
            }
            for row in listed
        ]
        typer.echo(json.dumps(rows))
        return
    for row in listed:
        spared = f", but in {row.num_spared:,}" if row.num_spared else ""
        in_sentences = counted(row.num_sentences, "training sentence")
        typer.echo(f"{row.rule.kind:<7} {row.rule.pattern}  in {in_sentences}{spared}")
    if not listed:
        typer.echo("Nothing is struck everywhere. Strike words with “rrr strike”.", err=True)
