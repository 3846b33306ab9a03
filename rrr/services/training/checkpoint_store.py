"""Trained models in a store that several machines reach: S3, Google Cloud, Azure, a network drive.

The workspace's checkpoints folder then holds a copy of each model that was trained or needed here.
A model is in the store once its description is: that is written last, because object stores write
one file at once, but know no folder that could be renamed. Nothing in the store is run, and no name
in it becomes a path but those of our own files.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rrr.errors import ConfigError, StorageError

_DESCRIPTION = "checkpoint.json"
_FILE = re.compile(r"classifier\.keras|checkpoint\.json|measured-[0-9a-f]{16}\.npz")
_RUN = re.compile(r"run-[1-9][0-9]{0,17}")
_MARK = ".of-store"
"""In a copy: which state of the store it is a copy of."""

_SIGNS_OF_STATE = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "created")
"""What kinds of stores call the thing that changes whenever a file is written."""


class CheckpointStore:
    """Folders of checkpoints at an address that fsspec knows.

    Args:
        address: for instance `s3://bucket/models`.

    Raises:
        ConfigError: if there is no such kind of store, or the package for it is missing.
        StorageError: from every method, if the store cannot be reached.
    """

    def __init__(self, address: str) -> None:
        from fsspec.core import url_to_fs  # a tenth of a second, only where there is a store

        try:
            self._files, root = url_to_fs(address)
        except ImportError as error:
            raise ConfigError(
                f"RRR_CHECKPOINTS names a store whose package is not installed. {error}"
            ) from error
        except ValueError as error:
            raise ConfigError(
                f"RRR_CHECKPOINTS is no address of a store ({error}). Expected for instance "
                "s3://BUCKET/FOLDER."
            ) from error
        self._root = root.rstrip("/")

    def names(self) -> set[str]:
        """Of all models in the store: run-1, run-2."""
        with self._in_plain_words():
            self._files.invalidate_cache()
            pattern = f"{self._root}/run-*/{_DESCRIPTION}"
            names = {file.split("/")[-2] for file in self._files.glob(pattern)}
        return {name for name in names if _RUN.fullmatch(name)}

    def has(self, name: str) -> bool:
        return self._state(name) is not None

    def put(self, folder: Path) -> None:
        """Write a model in place of the one of this name, if there is one; a folder that holds none
        is left where it is."""
        if not (folder / _DESCRIPTION).is_file():
            return
        target = self._path(folder.name)
        files = sorted(file for file in folder.iterdir() if _FILE.fullmatch(file.name))
        with self._in_plain_words():
            self._files.makedirs(target, exist_ok=True)
            if self._files.exists(f"{target}/{_DESCRIPTION}"):
                self._files.rm_file(f"{target}/{_DESCRIPTION}")
            for file in files:
                if file.name != _DESCRIPTION:
                    self._files.put_file(str(file), f"{target}/{file.name}")
            part = f"{target}/{_DESCRIPTION}.part"
            self._files.pipe_file(part, (folder / _DESCRIPTION).read_bytes())
            self._files.mv(part, f"{target}/{_DESCRIPTION}")
        (folder / _MARK).write_text(str(self._state(folder.name)), encoding="utf-8")

    def get(self, folder: Path) -> bool:
        """Make `folder` a copy of the model of its name; whether it was not one already.

        Nothing happens if the store has no such model.
        """
        state = self._state(folder.name)
        if state is None or _state_of(folder) == state:
            return False
        folder.parent.mkdir(parents=True, exist_ok=True)
        source = self._path(folder.name)
        prefix = f".{folder.name}-"
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=prefix) as beside:
            new, old = Path(beside, "new"), Path(beside, "old")
            new.mkdir()
            with self._in_plain_words():
                for path in self._files.ls(source, detail=False):
                    name = path.rsplit("/", 1)[-1]
                    if _FILE.fullmatch(name):
                        self._files.get_file(path, str(new / name))
            (new / _MARK).write_text(state, encoding="utf-8")
            if folder.exists():
                folder.rename(old)
            new.rename(folder)
        return True

    def delete(self, name: str) -> None:
        with self._in_plain_words():
            if self._files.exists(self._path(name)):
                self._files.rm(self._path(name), recursive=True)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _state(self, name: str) -> str | None:
        """What changes whenever this model is written; None if there is none."""
        with self._in_plain_words():
            self._files.invalidate_cache()
            try:
                about: dict[str, Any] = self._files.info(f"{self._path(name)}/{_DESCRIPTION}")
            except FileNotFoundError:
                return None
        sign = next((about[key] for key in _SIGNS_OF_STATE if about.get(key)), "")
        return f"{about.get('size')} {sign}"

    @contextmanager
    def _in_plain_words(self) -> Iterator[None]:
        """Each kind of store has errors of its own."""
        try:
            yield
        except FileNotFoundError as error:
            raise StorageError(
                "A model has gone from the store of the checkpoints (RRR_CHECKPOINTS) while it was "
                "read. Train the run again."
            ) from error
        except Exception as error:
            raise StorageError(
                "The store of the checkpoints (RRR_CHECKPOINTS) cannot be reached "
                f"({type(error).__name__}). Look whether it is there and may be written to."
            ) from error


def _state_of(folder: Path) -> str | None:
    try:
        return (folder / _MARK).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
