"""After a run: the sentences that its model sees differently than the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rrr.errors import NotFound
from rrr.records import InboxEntry, Project, Run, baseline_config
from rrr.services.comparison.pairs import run_pairs
from rrr.services.permissions import require_own
from rrr.services.workspace import Workspace
from rrr.store import inbox_queries, run_queries

MAX_ENTRIES = 200


@dataclass(frozen=True)
class InboxSentence:
    """An entry with the text of its sentence."""

    entry: InboxEntry
    text: str


def comparable_before(all_runs: Sequence[Run], after: Run) -> Run | None:
    """The run whose model `after` is to be compared with.

    That is the newest earlier finished run with marks that differs in nothing but its marks and
    its penalty; where there is none, the run's own baseline. None for a baseline.

    Args:
        all_runs: all runs of the project.
    """
    if after.is_baseline:
        return None
    earlier = sorted(
        (run for run in all_runs if run.status == "finished" and run.id < after.id),
        key=lambda run: -run.id,
    )
    alike = baseline_config(after.config)
    for run in earlier:
        if not run.is_baseline and baseline_config(run.config) == alike:
            return run
    pairs = run_pairs([*earlier, after])
    return next((pair.before for pair in pairs if pair.after.id == after.id), None)


def fill(workspace: Workspace, before: Run, after: Run) -> None:
    """Store where two runs that were read differ; what was in the inbox goes.

    Beside a baseline nearly every sentence differs, because the marks do what they are for: then
    only those count that became wrong.
    """
    entries = inbox_queries.differences(
        workspace.database, before.id, after.id, MAX_ENTRIES, only_wrong=before.is_baseline
    )
    inbox_queries.replace(workspace.database, after.project_id, entries)


def sentences(
    workspace: Workspace, project: Project, annotator: str, limit: int = MAX_ENTRIES
) -> list[InboxSentence]:
    """What this person has neither dismissed nor answered since, changed predictions first."""
    workspace = require_own(workspace, project, annotator, "look")
    entries = inbox_queries.open_entries(workspace.database, project.id, annotator, limit)
    return [InboxSentence(entry, text) for entry, text in entries]


def is_of_first_pair(workspace: Workspace, project: Project, annotator: str) -> bool:
    """Whether the sentences are those that became wrong with the first marks."""
    workspace = require_own(workspace, project, annotator, "look")
    entries = sentences(workspace, project, annotator, limit=1)
    if not entries:
        return False
    try:
        return run_queries.get(workspace.database, entries[0].entry.before_run_id).is_baseline
    except NotFound:
        return False


def count(workspace: Workspace, project: Project, annotator: str) -> int:
    """How many sentences `sentences` has."""
    workspace = require_own(workspace, project, annotator, "look")
    return inbox_queries.count_open(workspace.database, project.id, annotator)


def dismiss(workspace: Workspace, entries: Sequence[InboxEntry], annotator: str) -> None:
    """This person is done with these sentences; for others they stay."""
    workspace = _require(workspace, entries, annotator)
    inbox_queries.dismiss(workspace.database, _keys(entries), annotator)


def take_back(workspace: Workspace, entries: Sequence[InboxEntry], annotator: str) -> None:
    """Put dismissed sentences back."""
    workspace = _require(workspace, entries, annotator)
    inbox_queries.take_back(workspace.database, _keys(entries), annotator)


def _require(workspace: Workspace, entries: Sequence[InboxEntry], annotator: str) -> Workspace:
    for run_id in {entry.run_id for entry in entries}:
        project_id = run_queries.project_of(workspace.database, run_id)
        require_own(workspace, project_id, annotator)
    return workspace.permitted()


def _keys(entries: Sequence[InboxEntry]) -> list[tuple[int, int]]:
    return [(entry.run_id, entry.example_id) for entry in entries]
