"""A project as one file: written with all that happened in it, and brought in elsewhere.

What stays behind: what can be undone in a sentence, what was shown of models while somebody
answered, what models read in the sentences (it is read again), runs that are not over, and who
the members are: rights mean something in one workspace only.
"""

from __future__ import annotations

import shutil
import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import rrr
from rrr.errors import DataError
from rrr.formats.history_json import OVER, with_places, without_what_was_shown
from rrr.formats.project_archive import ProjectArchive, is_project_archive, write_archive
from rrr.formats.project_description import Description
from rrr.formats.source import Source
from rrr.records import USUAL_MERGE, PastSnapshot, Project, ProjectHistory, Sharing, checked_policy
from rrr.services.audit import record, record_export
from rrr.services.permissions import require, require_present
from rrr.services.projects import catalogue, marks_export
from rrr.services.projects.imported_rules import checked_rules, counting_hits
from rrr.services.training.run_checkpoints import (
    checkpoint_folder,
    delete_checkpoint_of,
    fetched_folder,
    publish,
)
from rrr.services.workspace import Workspace
from rrr.store import (
    importing,
    merge_queries,
    project_history,
    project_queries,
    relabelling,
    sharing_queries,
    snapshot_queries,
    striking_advice_queries,
)
from rrr.store.disk_space import disk_full, is_about_space

__all__ = ["ProjectArchive", "archive_name", "is_project_archive", "read_project", "write_project"]


def archive_name(project: Project) -> str:
    """What the file is called."""
    return f"{catalogue.file_stem(project)}-project.zip"


def write_project(workspace: Workspace, project: Project, stream: IO[bytes]) -> Description:
    """Write a project with its sentences, marks, snapshots, changed labels, runs and models.

    Raises:
        NotAllowed: if this person may not.
        NotFound: if there is no such project any more.
        DataError: if somebody adds sentences or changes labels meanwhile.
    """
    workspace = require(workspace, project, "export")
    record_export(workspace, project.id, what="project")
    database = workspace.database
    project = project_queries.get(database, project.id)
    last_relabelling = relabelling.last_id(database, project.id)
    ids = project_history.ids_in_order(database, project.id)
    history, num_left_out = _history(workspace, project, ids)
    models = {
        past_run.run.id: folder
        for past_run in history.runs
        if past_run.run.checkpoint
        and (folder := fetched_folder(workspace, past_run.run.id)).is_dir()
    }
    without = tuple(
        past_run
        if past_run.run.id in models
        else replace(past_run, run=replace(past_run.run, checkpoint=None))
        for past_run in history.runs
    )
    description = Description(
        name=project.name,
        labels=project.labels,
        num_sentences=len(ids),
        num_runs=len(history.runs),
        num_runs_left_out=num_left_out,
        striking_advice=history.striking_advice,
        written_at=datetime.now(UTC).isoformat(timespec="seconds"),
        program=rrr.__version__,
        merge=merge_queries.merge_policy(database, project.id),
        **asdict(sharing_queries.sharing_of(database, project.id)),
    )
    lines = marks_export.lines(workspace, project)
    write_archive(stream, description, lines, replace(history, runs=without), models)
    changed = relabelling.last_id(database, project.id) != last_relabelling
    if changed or len(project_history.ids_in_order(database, project.id)) != len(ids):
        raise DataError(
            f"Somebody changed labels or added sentences to “{project.name}” at the same moment, "
            "so the file would not fit together. Export it again."
        )
    return description


def read_project(
    workspace: Workspace,
    filename: str,
    source: Source,
    name: str | None = None,
    report: Callable[[int, int], None] | None = None,
) -> Project:
    """Make a project of a file that `write_project` has written: all of it, or nothing.

    Args:
        workspace: where to.
        filename: what the file is called in messages.
        source: the file.
        name: of the project; None for the one it had.
        report: told now and then how many sentences are stored, and of how many.

    Raises:
        DataError: if it is no such file, does not fit together, or another project has this name.
        AnnotationError: if a rule in it is none.
        StorageError: if the disk has no room for it.
    """
    workspace, owner = require_present(workspace), catalogue.owner_of_new(workspace)
    archive = ProjectArchive(filename, source)
    description, history = archive.description, archive.history()
    marks = archive.marks()
    rules = checked_rules(marks.rules)
    hits: Counter[int] = Counter()
    sentences = counting_hits(map(marks.onto, archive.sentences()), rules, hits)
    placed: list[int] = []

    def complete(project_id: int, models: dict[int, Path]) -> None:
        ids = project_history.ids_in_order(workspace.database, project_id)
        try:
            renumbered = _renumbered(history, ids)
        except (IndexError, KeyError) as error:
            raise DataError(
                f"{filename} does not fit together: its marks or runs are of other sentences. "
                "Nothing was imported. Export the project anew."
            ) from error
        if (merge := checked_policy(description.merge)) != USUAL_MERGE:
            merge_queries.choose(workspace.database, project_id, merge)
        if description.sharing != Sharing():
            sharing_queries.set_sharing(workspace.database, project_id, description.sharing)
        person = workspace.person.key
        run_ids = project_history.add(workspace.database, project_id, renumbered, person)
        for number, folder in models.items():
            target = checkpoint_folder(workspace, run_ids[number])
            shutil.rmtree(target, ignore_errors=True)
            target.parent.mkdir(exist_ok=True)
            placed.append(run_ids[number])
            folder.rename(target)
            publish(workspace, run_ids[number])

    def tell(done: int) -> None:
        if report is not None:
            report(done, description.num_sentences)

    prefix = ".project-"
    try:
        with tempfile.TemporaryDirectory(dir=workspace.settings.workspace, prefix=prefix) as folder:
            models = {}
            for past_run in history.runs:
                if past_run.run.checkpoint is not None:
                    models[past_run.run.id] = model_folder = Path(folder, str(past_run.run.id))
                    model_folder.mkdir()
                    archive.unpack_model(past_run.run.id, model_folder)
            project = importing.add(
                workspace.database,
                catalogue.checked_name(name or description.name),
                description.labels,
                sentences,
                report=tell,
                new_rules=rules,
                new_fair=marks.fair,
                hits=hits,
                complete=lambda project_id: complete(project_id, models),
                owner=owner,
            )
    except BaseException as error:
        for run_id in placed:
            delete_checkpoint_of(workspace, run_id)
        if isinstance(error, OSError) and is_about_space(error, workspace.settings.database):
            raise disk_full(workspace.settings.database) from error
        raise
    record(workspace, "import", project.id, sentences=project.num_examples)
    return project


def _history(
    workspace: Workspace, project: Project, ids: Sequence[int]
) -> tuple[ProjectHistory, int]:
    """The history by places, and how many runs are left out of it."""
    database = workspace.database
    place_of = {example_id: place for place, example_id in enumerate(ids)}
    changes = project_history.relabellings_of(database, project.id)
    change_ids = [number for number, _ in changes]
    relabellings = tuple(
        replace(
            change, changes={place_of[number]: labels for number, labels in change.changes.items()}
        )
        for _, change in changes
    )
    snapshots = []
    for snapshot, _ in reversed(snapshot_queries.list_of(database, project.id)):
        content = without_what_was_shown(snapshot_queries.content_of(database, snapshot.id))
        last_place = bisect_right(ids, snapshot.last_example_id) - 1
        num_changes = bisect_right(change_ids, snapshot.last_relabelling_id)
        placed = replace(snapshot, last_example_id=last_place, last_relabelling_id=num_changes)
        snapshots.append(PastSnapshot(placed, with_places(content, place_of.__getitem__)))
    past_runs = project_history.runs_of(database, project.id)
    runs = tuple(past_run for past_run in past_runs if past_run.run.status in OVER)
    advice = striking_advice_queries.get(database, project.id)
    history = ProjectHistory(relabellings, tuple(snapshots), runs, advice)
    return history, len(past_runs) - len(runs)


def _renumbered(history: ProjectHistory, ids: Sequence[int]) -> ProjectHistory:
    """By the ids that the sentences have here.

    Raises:
        IndexError, KeyError: if the history is of other sentences, or names what is not in it.
    """
    snapshots = []
    for past in history.snapshots:
        snapshot = past.snapshot
        last_place = snapshot.last_example_id
        if not 0 <= snapshot.last_relabelling_id <= len(history.relabellings):
            raise IndexError("no such change of labels")
        with_ids = replace(snapshot, last_example_id=ids[last_place] if last_place >= 0 else 0)
        snapshots.append(PastSnapshot(with_ids, with_places(past.content, ids.__getitem__)))
    snapshot_ids = {past_snapshot.snapshot.id for past_snapshot in snapshots}
    if any(past_run.run.snapshot_id not in {None, *snapshot_ids} for past_run in history.runs):
        raise KeyError("no such snapshot")
    return replace(
        history,
        snapshots=tuple(snapshots),
        relabellings=tuple(
            replace(
                change, changes={ids[place]: labels for place, labels in change.changes.items()}
            )
            for change in history.relabellings
        ),
    )
