"""`rrr labels`: how many sentences have each label; rename, merge, undo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.counted import counted
from rrr.errors import DataError


def labels(
    project: ProjectArgument,
    rename: Annotated[
        str | None, typer.Option(metavar="LABEL", help="Label that gets the name after --to.")
    ] = None,
    merge: Annotated[
        str | None,
        typer.Option(metavar="LABEL", help="Label that is merged into the one after --to."),
    ] = None,
    correct: Annotated[
        int | None,
        typer.Option(
            metavar="SENTENCE",
            help="Number of a sentence, as --check lists it, that gets the label after --to.",
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="NAME", help="For --rename, --merge and --correct."),
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take back the last change of labels.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="List the sentences that are likely labelled wrongly.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List a project's labels, rename or merge them, find and correct sentences labelled wrongly.

    Prints how many sentences have each label. Trained models keep the labels they had.

    Example:

    \b
        rrr labels Tickets --rename prais --to praise
        rrr labels Tickets --merge refund --to billing
        rrr labels Tickets --undo
        rrr labels Tickets --check
        rrr labels Tickets --correct 1204 --to billing
    """
    wishes = [rename is not None, merge is not None, correct is not None, undo]
    if check:
        if any(wishes) or to is not None:
            raise DataError("--check changes nothing. Leave the other options out.")
        _check(project, workspace, as_json)
        return
    from rrr.services.marks import labels as of_projects
    from rrr.services.projects import catalogue

    if sum(wishes) > 1 or (to is not None) != any(wishes[:3]):
        raise DataError(
            "Give --rename LABEL --to NAME, --merge LABEL --to NAME, --correct SENTENCE --to "
            "NAME, or --undo."
        )
    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        person = opened_workspace.settings.annotator
        change = None
        if rename is not None and to is not None:
            change = of_projects.rename(opened_workspace, opened_project, rename, to, person)
        elif merge is not None and to is not None:
            change = of_projects.merge(opened_workspace, opened_project, merge, to, person)
        elif correct is not None:
            example = of_projects.seen(opened_workspace, correct)
            if example.project_id != opened_project.id:
                raise DataError(f"Sentence {correct} is not in “{opened_project.name}”.")
            change = of_projects.set_label(opened_workspace, example, to, person)
        elif undo:
            last_change = of_projects.latest(opened_workspace, opened_project)
            if last_change is None:
                raise DataError(f"No label of “{opened_project.name}” was ever changed.")
            change = of_projects.undo(opened_workspace, opened_project, last_change, person)
        changed_project = catalogue.get_project(opened_workspace, opened_project.id)
        counts = of_projects.count(opened_workspace, changed_project)
    if change is not None:
        typer.echo(f"Changed {counted(change.number, 'sentence')}.", err=True)
    if as_json:
        typer.echo(json.dumps(counts))
        return
    for label, number in counts.items():
        typer.echo(f"{number:>8,}  {label}")


def _check(project: str, workspace: Path | None, as_json: bool) -> None:
    from rrr.services.guidance.label_doubts import label_doubts

    with opened(workspace) as opened_workspace:
        findings = label_doubts(opened_workspace, find_project(opened_workspace, project))
    groups = [
        [{"id": e.id, "split": e.split, "label": e.label, "text": e.text} for e in group]
        for group in findings.contradictions
    ]
    doubts = [
        {
            "id": doubt.example.id,
            "split": doubt.example.split,
            "label": doubt.example.label,
            "looks_like": doubt.likely_label,
            "text": doubt.example.text,
        }
        for doubt in findings.doubts
    ]
    if as_json:
        typer.echo(json.dumps({"contradictions": groups, "doubts": doubts}))
        return
    for group in groups:
        labelled = ", ".join(f"{row['label']} ({row['id']})" for row in group)
        typer.echo(f"the same words, labelled {labelled}:")
        typer.echo(f"  {' '.join(str(group[0]['text']).split())}")
    for doubt in doubts:
        typer.echo(f"{doubt['id']}: {doubt['label']}, its words speak for {doubt['looks_like']}:")
        typer.echo(f"  {' '.join(str(doubt['text']).split())}")
    if not groups and not doubts:
        typer.echo("No label looks wrong.", err=True)
