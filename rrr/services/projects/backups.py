"""Backups of a whole workspace in one file, and bringing them back.

A backup is a ZIP file with the database and the checkpoints of finished runs. Trainings that were
under way are in it as interrupted runs, which begin again when they are resumed. The database is a
SQLite file in it, wherever the workspace keeps its own: a backup of one is restored into the other.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rrr.atomic_file import written_at_once
from rrr.errors import DataError, NotFound, StorageError
from rrr.services.training.run_checkpoints import fetch_all, store_of
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import backing_up
from rrr.store.disk_space import disk_full, is_about_space
from rrr.store.restoring import place_of

_DATABASE = "right_reasons.sqlite3"
_CHECKPOINT_FILE = re.compile(r"checkpoints/run-[1-9][0-9]*/[A-Za-z0-9_][A-Za-z0-9._-]*")
"""Nothing else is unpacked: a name could lead out of the workspace."""


@dataclass(frozen=True)
class Restored:
    """What was brought back; `kept` are the files and folders that were there before."""

    num_checkpoints: int
    kept: tuple[Path, ...]


def back_up(workspace: Workspace, file: Path) -> int:
    """Write the workspace as it is now into a ZIP file; the app may be running.

    Returns:
        How many trained models are in it.

    Raises:
        DataError: if the file is there already, or cannot be written.
        StorageError: if the models are in a store that cannot be reached.
    """
    if file.exists():
        raise DataError(f"{file} is there already. Choose another name for the backup.")
    checkpoints = workspace.settings.checkpoints
    fetch_all(workspace)
    try:
        with tempfile.TemporaryDirectory(dir=file.resolve().parent, prefix=".backup-") as folder:
            copy = Path(folder, _DATABASE)
            workspace.database.copy_to(copy)
            with (
                written_at_once(file.resolve()) as packed,
                zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
            ):
                archive.write(copy, _DATABASE)
                names = [
                    f"checkpoints/{path.relative_to(checkpoints).as_posix()}"
                    for path in sorted(checkpoints.glob("run-*/*"))
                    if path.is_file() and not path.is_symlink()
                ]
                names = [name for name in names if _CHECKPOINT_FILE.fullmatch(name)]
                for name in names:
                    archive.write(workspace.settings.workspace / name, name)
    except OSError as error:
        if is_about_space(error, file.resolve()):
            raise disk_full(file) from error
        raise DataError(
            f"{file} cannot be written ({error.strerror}). Choose another place for the backup."
        ) from error
    return len({name.split("/")[1] for name in names})


def restore(settings: Settings, file: Path, *, replace: bool = False) -> Restored:
    """Bring a backup back, or a database that was rescued, into a workspace.

    Args:
        settings: of the workspace.
        file: a backup, or a database file alone.
        replace: whether a workspace that is there may be replaced. What it held is kept beside it.

    Raises:
        NotFound: if there is no such file.
        DataError: if a workspace is there and `replace` is not set, or the file is no backup.
        StorageError: if the backup is damaged or the workspace is in use. Nothing was changed.
    """
    if not file.is_file():
        raise NotFound(f"There is no backup {file}. Check the name.")
    settings.make_workspace()
    with closing(place_of(settings)) as place:
        if place.is_taken() and not replace:
            raise DataError(
                f"There is a workspace in {place.name} already. Choose another folder with "
                "--workspace, or add --replace; what is there now is kept beside the backup's."
            )
        with _unpacked(settings, file) as folder:
            backing_up.check(folder / _DATABASE, file.name)
            place.refuse_in_use()
            stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")

            def aside(name: str) -> Path:
                path = settings.workspace / f"replaced-{stamp}" / name
                path.parent.mkdir(exist_ok=True)
                return path

            set_aside = place.set_aside(aside)
            place.put(folder / _DATABASE)
            count = 0
            if (folder / "checkpoints").is_dir():
                count = len(list((folder / "checkpoints").iterdir()))
                if settings.checkpoints.exists():
                    set_aside.append(settings.checkpoints.rename(aside("checkpoints")))
                (folder / "checkpoints").rename(settings.checkpoints)
                if store := store_of(settings):
                    for model in sorted(settings.checkpoints.iterdir()):
                        store.put(model)
    return Restored(count, tuple(set_aside))


@contextmanager
def _unpacked(settings: Settings, file: Path) -> Iterator[Path]:
    """A folder on the workspace's disk with what the backup holds."""
    try:
        with tempfile.TemporaryDirectory(dir=settings.workspace, prefix=".restore-") as name:
            folder = Path(name)
            if zipfile.is_zipfile(file):
                _unpack(file, folder)
            else:
                shutil.copyfile(file, folder / _DATABASE)
                log = file.with_name(f"{file.name}-wal")  # copied while it was in use, or a crash
                if log.is_file():
                    shutil.copyfile(log, folder / f"{_DATABASE}-wal")
            yield folder
    except zipfile.BadZipFile as error:
        raise StorageError(
            f"{file.name} is damaged ({error}), so it was not restored. Choose another backup."
        ) from error
    except OSError as error:
        if is_about_space(error, settings.database):
            raise disk_full(settings.database) from error
        raise DataError(f"{file} cannot be restored ({error.strerror}).") from error


def _unpack(file: Path, folder: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        if _DATABASE not in names:
            raise DataError(
                f"{file.name} is no backup of Right Reasons: it has no {_DATABASE}. "
                "Choose a file that “rrr backup” has written."
            )
        (folder / "checkpoints").mkdir()
        for name in [_DATABASE, *filter(_CHECKPOINT_FILE.fullmatch, names)]:
            target = folder / name
            target.parent.mkdir(exist_ok=True)
            with archive.open(name) as source, target.open("wb") as unpacked:
                shutil.copyfileobj(source, unpacked)
