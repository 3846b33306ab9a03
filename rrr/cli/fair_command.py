"""`rrr fair`: say whether words and phrases are fair reasons, list the answers, take one back."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.errors import DataError


def fair(
    project: ProjectArgument,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD...]",
            help="Words the model may rely on, and phrases in quotation marks. Without any, only "
            "lists what people say.",
            show_default=False,
        ),
    ] = None,
    not_fair: Annotated[
        bool, typer.Option("--not", help="Say that these are no fair reasons.")
    ] = False,
    back: Annotated[
        bool, typer.Option("--take-back", help="Forget what you said about these.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether words and phrases are fair reasons for the label.

    A word or phrase counts as fair if more people call it fair than not; a tie leaves it open.
    Nobody is asked about what is settled. Prints those that no rule strikes, the latest first,
    with who says what and when (UTC).

    Example:

    \b
        rrr fair Reviews superb "well worth seeing"
        rrr fair Reviews --not odeon
        rrr fair Reviews --take-back superb
    """
    from rrr.annotating.rule_matching import word_or_phrase
    from rrr.services.marks import fair_words

    if not_fair and back:
        raise DataError("Give either --not or --take-back.")
    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        person = opened_workspace.settings.annotator
        say = fair_words.call_unfair if not_fair else fair_words.call_fair
        checked = [word_or_phrase(word).pattern for word in words or ()]
        for word in checked:
            if not back:
                say(opened_workspace, opened_project, word, person)
            elif fair_words.take_back(opened_workspace, opened_project, word, person) is None:
                typer.echo(f"{person} had said nothing about “{word}”.", err=True)
        judged_words = fair_words.list_judged(opened_workspace, opened_project)
        struck = fair_words.struck_all_the_same(opened_workspace, opened_project)
    for word in sorted(struck & set(checked)):
        typer.echo(f"“{word}” is struck everywhere, and that counts more.", err=True)
    if as_json:
        rows = [
            {
                "word": judged.word,
                "standing": judged.standing,
                "answers": [
                    {
                        "person": answer.annotator,
                        "is_fair": answer.is_fair,
                        "at": answer.created_at.isoformat(),
                    }
                    for answer in judged.answers
                ],
            }
            for judged in judged_words
        ]
        typer.echo(json.dumps(rows))
        return
    for judged in judged_words:
        answers = ", ".join(
            f"{'fair' if answer.is_fair else 'not fair'} says {answer.annotator} on "
            f"{answer.created_at:%d %B %Y, %H:%M} UTC"
            for answer in judged.answers
        )
        typer.echo(f"{judged.word}  {judged.standing}: {answers}")
