"""Looks whether a workspace is sound, and says what to do where it is not. Changes nothing but what
opening the workspace changes: tables of an older version are brought up to date."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import rrr
from rrr.counted import counted
from rrr.errors import RightReasonsError
from rrr.services import leftovers
from rrr.services.training.ownership import dead_owners
from rrr.services.training.run_checkpoints import checkpoint_name, store_of
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import examining
from rrr.store.upgrading import versions

_ROOM = 1_000_000_000
"""Free bytes below which a disk is called nearly full."""

_MOST_LISTED = 10


@dataclass(frozen=True)
class Finding:
    """What was found out about one thing: how it is, whether that is wrong, and what to do."""

    about: str
    says: str
    is_wrong: bool = False
    remedy: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Look at everything: the database row by row, the trained models, the runs, the disk.

    Returns:
        At least one finding about each; where the database cannot be opened, that alone and the
        disk.
    """
    disk = [*_disk(settings), *_hidden(settings)]
    try:
        workspace = Workspace(settings)
    except RightReasonsError as error:
        return [Finding("database", str(error), is_wrong=True), *disk]
    try:
        return [*_versions(workspace), *_database(workspace), *_runs(workspace), *disk]
    except RightReasonsError as error:
        return [Finding("database", str(error), is_wrong=True), *disk]
    finally:
        workspace.close()


def _versions(workspace: Workspace) -> Iterator[Finding]:
    with workspace.database.read() as connection:
        tables, newest = versions(connection)
    yield Finding(
        "versions",
        f"Right Reasons {rrr.__version__} on Python {platform.python_version()}; tables of version "
        f"{tables}.",
        is_wrong=tables != newest,
        remedy="" if tables == newest else "Start the app once: it brings the tables up to date.",
    )


def _database(workspace: Workspace) -> Iterator[Finding]:
    database = workspace.database
    damage = database.damage()
    yield from (Finding("database", problem, is_wrong=True) for problem in damage)
    if damage:
        return
    mismatches = examining.mismatches(database)
    remedy = "Keep a copy (“rrr backup”), and restore a backup from before, if there is one."
    yield from (
        Finding("database", mismatch, is_wrong=True, remedy=remedy) for mismatch in mismatches
    )
    if not mismatches:
        yield Finding("database", f"All of {database.name} is whole and fits together.")
    if hidden := examining.count_leftovers(database):
        yield Finding(
            "database",
            f"{counted(hidden, 'project')} that nobody sees: being imported, being deleted, or "
            "left by a program that ended on the way.",
            remedy="Nothing to do: the next import, or the next training, tidies up.",
        )


def _runs(workspace: Workspace) -> Iterator[Finding]:
    runs = examining.runs_in(workspace.database)
    folders = leftovers.run_folders(workspace.settings)
    store = store_of(workspace.settings)
    names = store.names() if store else set()
    lost = [
        run.id
        for run in runs
        if run.has_model and run.id not in folders and checkpoint_name(run.id) not in names
    ]
    if lost:
        nor_in_store = " nor in RRR_CHECKPOINTS" if store else ""
        yield Finding(
            "models",
            f"The trained models of {_listed(lost)} are not in {workspace.settings.checkpoints}"
            f"{nor_in_store}.",
            is_wrong=True,
            remedy="Restore a backup, or train these runs again (“rrr runs repeat”).",
        )
    unknown = list(leftovers.folders_of_no_run(workspace.settings, workspace.database))
    if unknown:
        size = sum(leftovers.size(folders[number]) for number in unknown)
        yield Finding(
            "models",
            f"{counted(len(unknown), 'folder')} in {workspace.settings.checkpoints} "
            f"({size / 1e6:,.0f} MB) belong to no run: {_listed(unknown)}.",
            remedy="“rrr doctor --tidy” removes them. Do that only if no other database uses this "
            "workspace.",
        )
    if not lost and not unknown:
        number = sum(run.has_model for run in runs)
        yield Finding("models", f"{counted(number, 'trained model')}, each where it belongs.")
    active = [run for run in runs if examining.is_active(run)]
    gone = dead_owners(workspace, {run.owner for run in active})
    dead = [run.id for run in active if run.owner in gone]
    stopped = [run.id for run in runs if run.status == "interrupted"]
    if dead or stopped:
        yield Finding(
            "trainings",
            f"{counted(len(dead) + len(stopped), 'training')} stopped on the way: "
            f"{_listed(sorted(dead + stopped))}.",
            remedy="Resume or delete them on the Train page, or with “rrr runs resume”.",
        )
    else:
        number = len(active)
        yield Finding("trainings", f"None has stopped on the way; {number} under way or waiting.")


def _disk(settings: Settings) -> Iterator[Finding]:
    try:
        free = shutil.disk_usage(settings.workspace).free
    except OSError as error:
        yield Finding(
            "disk",
            f"{settings.workspace} cannot be looked at ({error.strerror}).",
            is_wrong=True,
            remedy="Set RRR_WORKSPACE or --workspace to a folder that is there.",
        )
        return
    yield Finding(
        "disk",
        f"{free / 1e9:,.1f} GB are free for {settings.workspace}.",
        is_wrong=free < _ROOM,
        remedy="Free some space: a full disk can keep neither marks nor models."
        if free < _ROOM
        else "",
    )


def _hidden(settings: Settings) -> Iterator[Finding]:
    if folders := leftovers.hidden_folders(settings):
        size = sum(map(leftovers.size, folders))
        yield Finding(
            "disk",
            f"{counted(len(folders), 'hidden folder')} ({size / 1e6:,.0f} MB) left by programs "
            f"that were killed: {', '.join(map(str, folders[:_MOST_LISTED]))}.",
            remedy="Nothing to do: the next start of the app removes them. Or “rrr doctor --tidy”.",
        )


def _listed(ids: list[int]) -> str:
    names = ", ".join(checkpoint_name(number) for number in ids[:_MOST_LISTED])
    num_more = len(ids) - _MOST_LISTED
    return names if num_more <= 0 else f"{names} and {num_more} more"
