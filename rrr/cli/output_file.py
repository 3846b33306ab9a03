"""Files that commands write: never over another one unasked, and whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer

from rrr.atomic_file import written_at_once
from rrr.errors import DataError

ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")]


def refuse_unwritable(file: Path, force: bool) -> None:
    """Find out before the work, not after it, that a file cannot be written.

    Raises:
        DataError: if it is there and `force` does not allow it to be overwritten, or if its folder
            is not there.
    """
    if file.is_dir():
        raise DataError(f"{file} is a folder. Give the name of a file.")
    if file.is_file() and not force:
        raise DataError(
            f"{file} is there already. Give --force to overwrite it, or another file name."
        )
    if not file.resolve().parent.is_dir():
        raise DataError(
            f"{file} cannot be written: its folder does not exist. Make the folder, or give "
            "another file name."
        )


@contextmanager
def writing(file: Path) -> Iterator[IO[bytes]]:
    """The open file, which is there once all of it is written.

    Raises:
        DataError: if it cannot be written; what was there before is still there.
    """
    try:
        if file.exists() and not file.is_file():  # a pipe or a device: nothing to be replaced
            with file.open("wb") as stream:
                yield stream
        else:
            with written_at_once(file.resolve()) as stream:
                yield stream
    except OSError as error:
        raise DataError(
            f"{file} cannot be written ({error.strerror}). Give another file name."
        ) from error
