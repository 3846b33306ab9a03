"""`rrr snapshots`: the marks as they were at each training, what has changed since, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.counted import counted
from rrr.errors import DataError, NotFound

if TYPE_CHECKING:
    from rrr.services.marks.snapshot_difference import Difference
    from rrr.services.marks.snapshots import SnapshotUse


def snapshots(
    project: ProjectArgument,
    changes: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", help="Say what was struck and freed since this snapshot."),
    ] = None,
    until: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", help="With --changes: up to this snapshot, not to now."),
    ] = None,
    go_back: Annotated[
        int | None,
        typer.Option(
            metavar="NUMBER",
            help="Make all answers and rules what they were in this snapshot. The marks as they "
            "are now are kept in one first.",
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the marks as they were at each training, newest first, or go back to some of them.

    Example:

    \b
        rrr snapshots Reviews
        rrr snapshots Reviews --changes 1
        rrr snapshots Reviews --go-back 1
    """
    from rrr.services.marks.back_to_snapshot import roll_back
    from rrr.services.marks.snapshot_difference import difference
    from rrr.services.marks.snapshots import list_snapshots

    if (until is not None and changes is None) or (changes is not None and go_back is not None):
        raise DataError("Give --changes NUMBER, perhaps with --until NUMBER, or --go-back NUMBER.")
    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        uses = list_snapshots(opened_workspace, opened_project.id)
        for number in (changes, until, go_back):
            if number is not None and number not in {use.snapshot.id for use in uses}:
                raise NotFound(
                    f"“{opened_project.name}” has no snapshot {number}. See "
                    f"“rrr snapshots {project}”."
                )
        if go_back is not None:
            rolled_back = roll_back(opened_workspace, opened_project, go_back)
            if as_json:
                counts = {"answers": rolled_back.num_answers, "rules": rolled_back.num_rules}
                typer.echo(json.dumps({**counts, "before": rolled_back.before.id}))
                return
            answers = counted(rolled_back.num_answers, "answer")
            typer.echo(
                f"The marks are what they were then: {answers} and "
                f"{counted(rolled_back.num_rules, 'rule')} changed. Undo it with --go-back "
                f"{rolled_back.before.id}."
            )
            return
        if changes is not None:
            _tell(difference(opened_workspace, opened_project, changes, until), as_json)
            return
    if as_json:
        typer.echo(json.dumps([_described(use) for use in uses]))
        return
    for use in uses:
        snapshot = use.snapshot
        trained = ", ".join(map(str, use.run_ids))
        typer.echo(
            f"{snapshot.id:>4}  {snapshot.created_at:%d %B %Y, %H:%M} UTC  "
            f"{counted(snapshot.num_marked_tokens, 'word')} struck, "
            f"{counted(snapshot.num_rules, 'rule')}, "
            f"{counted(snapshot.num_reviewed, 'sentence')} reviewed"
            + (f"; runs {trained}" if trained else "")
        )
    if not uses:
        typer.echo("No snapshots yet. Each training keeps one.", err=True)


def _described(use: SnapshotUse) -> dict[str, Any]:
    fields = asdict(use.snapshot)
    return {**fields, "created_at": use.snapshot.created_at.isoformat(), "runs": use.run_ids}


def _tell(difference: Difference, as_json: bool) -> None:
    if as_json:
        fields = asdict(difference)
        fields["sentences"] = [
            {"id": change.example.id, "struck": change.added, "freed": change.removed}
            for change in difference.sentences
        ]
        typer.echo(json.dumps(fields))
        return
    if difference.is_empty:
        typer.echo("Nothing has changed.")
        return
    in_sentences = counted(difference.num_sentences, "sentence")
    typer.echo(
        f"In {in_sentences}: {difference.num_added:,} struck, {difference.num_removed:,} freed."
    )
    for word in difference.words:
        typer.echo(f"  {word.word:<20} +{word.added:,} −{word.removed:,}")
    for title, rules in (
        ("New rules", difference.rules_added),
        ("Rules gone", difference.rules_removed),
    ):
        if rules:
            typer.echo(f"{title}: {', '.join(rules)}")
