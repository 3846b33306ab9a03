"""`rrr words`: the words that a model is most tempted by."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.counted import counted


def words(
    project: ProjectArgument,
    containing: Annotated[
        str, typer.Option(metavar="PART", help="Only words with this part, fair ones included.")
    ] = "",
    most: Annotated[int, typer.Option(min=1, max=10_000, help="How many words.")] = 20,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the words of the training sentences, suspicious ones first, as the Words page does.

    A word is suspicious if it goes with one label, and the more, the more a trained model leans on
    it. Words that were called fair are left out.

    Example:

    \b
        rrr words Reviews
        rrr words Reviews --containing vane --most 5
    """
    from rrr.formats.percent import percent
    from rrr.services.guidance.training_words import ranked_words

    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        page = ranked_words(opened_workspace, opened_project, containing, 0, most)
    if as_json:
        rows = [
            {
                "word": row.word,
                "sentences": row.sentences,
                "label": row.label,
                "share_with_label": row.share,
                "leaning": row.leaning,
                "struck": row.struck,
                "fair": row.fair,
            }
            for row in page.rows
        ]
        run = None if page.run is None else page.run.id
        typer.echo(json.dumps({"run": run, "total": page.total, "words": rows}))
        return
    for row in page.rows:
        line = f"{row.word:<20} in {counted(row.sentences, 'sentence'):>15}"
        if row.label is not None:
            line += f", {percent(row.share)} {row.label}"
        if row.leaning is not None:
            line += f", {percent(row.leaning)} of what the model leans on"
        typer.echo(line + (", struck" if row.struck else "") + (", fair" if row.fair else ""))
    if not page.rows:
        typer.echo("There is no such word in the training sentences.", err=True)
