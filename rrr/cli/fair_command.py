"""`rrr fair`: say that words are fair reasons, list those that are, take one back."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened


def fair(
    project: ProjectArgument,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD...]",
            help="Words the model may rely on. Without any, the fair words are only listed.",
            show_default=False,
        ),
    ] = None,
    back: Annotated[
        bool,
        typer.Option("--take-back", help="Ask about these words again, as if never called fair."),
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Call words fair reasons for the label.

    Nobody is asked about them again, in the app and by any annotator. Prints the fair words, the
    latest first, with who said so and when (UTC).

    Example:

    \b
        rrr fair Reviews superb dull
        rrr fair Reviews --take-back dull
    """
    from rrr.annotating.rule_matching import rule_pattern
    from rrr.services.marks import fair_words

    with opened(workspace) as opened_workspace:
        found = find_project(opened_workspace, project)
        checked = [rule_pattern("word", each).pattern for each in words or ()]
        for word in checked:
            if back:
                if fair_words.take_back(opened_workspace, found, word) is None:
                    typer.echo(f"“{word}” was not fair.", err=True)
            else:
                person = opened_workspace.settings.annotator
                fair_words.call_fair(opened_workspace, found, word, person)
        known = fair_words.list_fair(opened_workspace, found)
        struck = fair_words.struck_all_the_same(opened_workspace, found)
    for word in sorted(struck & set(checked)):
        typer.echo(f"“{word}” is struck everywhere, and that counts more.", err=True)
    if as_json:
        rows = [
            {"word": each.word, "said_by": each.annotator, "at": each.created_at.isoformat()}
            for each in known
        ]
        typer.echo(json.dumps(rows))
        return
    for each in known:
        typer.echo(f"{each.word}  said {each.annotator} on {each.created_at:%d %B %Y, %H:%M} UTC")
