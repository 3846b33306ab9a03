"""`rrr team`: how far everybody is, and how the sentences are shared out."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.counted import counted

if TYPE_CHECKING:
    from rrr.records import Sharing
    from rrr.services.sharing.team_progress import TeamProgress


def team(
    project: ProjectArgument,
    overlap: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="Share of the training sentences, from 0 to 1, that goes to several people.",
        ),
    ] = None,
    people: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", help="How many people answer each of those sentences."),
    ] = None,
    merge: Annotated[
        str | None,
        typer.Option(
            metavar="any|majority|weighted|adjudicated|graded",
            help="How the marks of several people on one sentence are put together.",
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how far everybody is, and share the sentences out.

    Each training sentence goes to one person, unless a share of them is to be answered by several:
    then one sees how far people agree. Answers stay when that changes. What a reviewer decided
    overrides all marks, however these are put together.

    Example:

    \b
        rrr team Reviews
        rrr team Reviews --overlap 0.2 --people 3
        rrr team Reviews --merge graded
    """
    from rrr.records import MERGE_SENTENCES
    from rrr.services.marks.project_merge import choose_merge, merge_policy
    from rrr.services.sharing import settings
    from rrr.services.sharing.team_progress import team_progress

    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        if people is not None:
            settings.set_people_per_sentence(opened_workspace, opened_project, people)
        if overlap is not None:
            settings.set_overlap(opened_workspace, opened_project, overlap)
        if merge is not None:
            choose_merge(opened_workspace, opened_project, merge)
        policy = merge_policy(opened_workspace, opened_project)
        sharing = settings.sharing_of(opened_workspace, opened_project)
        progress = team_progress(opened_workspace, opened_project)
    if as_json:
        fields = {**asdict(progress), "overlap_share": sharing.overlap, "merge": policy}
        typer.echo(json.dumps(fields))
        return
    _tell(progress, sharing)
    typer.echo(f"{policy}: {MERGE_SENTENCES[policy]}")


def _tell(progress: TeamProgress, sharing: Sharing) -> None:
    for person in progress.people:
        remarks = [
            f"{number:,} {name}"
            for number, name in ((person.skipped, "skipped"), (person.flagged, "flagged"))
            if number
        ]
        numbers = [f"reviewed {person.reviewed:,}", *remarks, f"{person.left:,} left"]
        typer.echo(f"{person.name}  {', '.join(numbers)}")
    total = counted(progress.total, "training sentence")
    typer.echo(f"{progress.enough:,} of {total} have all the answers they need.")
    if progress.people_per_sentence > 1 and progress.overlap:
        typer.echo(
            f"{progress.overlap_enough:,} of the {counted(progress.overlap, 'sentence')} that go "
            f"to {progress.people_per_sentence} people each ({100 * sharing.overlap:g} %) have "
            "them."
        )
    else:
        typer.echo("Each sentence goes to one person.")
