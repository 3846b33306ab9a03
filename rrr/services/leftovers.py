"""Folders that programs which were killed have left in a workspace.

Whatever is unpacked or written in steps lies in a hidden folder on the way, which goes with its
program, unless that is killed. A model that a killed import had put in its place stays as the
folder of a run that is not there.
"""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import examining
from rrr.store.database import Database

_SECONDS_IN_USE = 24 * 3600
"""What has not changed for so long belongs to no program that is still at work."""

_HIDDEN = re.compile(r"\.(project|restore|backup|run-[1-9][0-9]*)-[a-z0-9_]{8}")
_OF_RUN = re.compile(r"run-([1-9][0-9]*)")


def hidden_folders(settings: Settings) -> list[Path]:
    """Hidden folders in which no program works any more."""
    folders = (*_folders(settings.workspace), *_folders(settings.checkpoints))
    hidden = (path for path in folders if _HIDDEN.fullmatch(path.name))
    return sorted(path for path in hidden if time.time() - _last_change(path) > _SECONDS_IN_USE)


def run_folders(settings: Settings) -> dict[int, Path]:
    """Number of a run -> its folder."""
    named = ((_OF_RUN.fullmatch(path.name), path) for path in _folders(settings.checkpoints))
    return {int(match[1]): path for match, path in named if match}


def folders_of_no_run(settings: Settings, database: Database) -> dict[int, Path]:
    """Number of a run that this database does not have -> its folder. Another database may have
    it."""
    run_ids = {run.id for run in examining.runs_in(database)}
    folders = run_folders(settings)
    return {number: folders[number] for number in sorted(folders.keys() - run_ids)}


def remove_hidden(settings: Settings) -> None:
    """Remove what `hidden_folders` finds; what cannot be removed stays."""
    for folder in hidden_folders(settings):
        shutil.rmtree(folder, ignore_errors=True)


def remove_all(settings: Settings) -> list[Path]:
    """Remove hidden folders and those of no run.

    Returns:
        What is gone.

    Raises:
        StorageError: if the database cannot be opened.
    """
    workspace = Workspace(settings)
    try:
        of_no_run = folders_of_no_run(settings, workspace.database)
    finally:
        workspace.close()
    folders = [*hidden_folders(settings), *of_no_run.values()]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return [folder for folder in folders if not folder.exists()]


def size(folder: Path) -> int:
    """Bytes of all files in it."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _folders(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    except OSError:  # it is not there, or may not be looked at
        return []


def _last_change(folder: Path) -> float:
    """Seconds since 1970; now, if a program is just removing it."""
    try:
        return max(path.lstat().st_mtime for path in (folder, *folder.rglob("*")))
    except OSError:
        return time.time()
