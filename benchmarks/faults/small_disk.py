"""A disk that can be filled, to see what happens then."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.faults.outcome import Unavailable


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """Make `folder` a disk of that size.

    Raises:
        Unavailable: if this machine or user cannot.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        raise Unavailable("only an administrator can make a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Leave no byte free; deleting the file that is returned makes room again.

    What databases on it have in their write-ahead logs is brought in first: an old log is room that
    is written again.
    """
    for database in disk.rglob("*.sqlite3"):
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    filling = disk / "filling"
    with filling.open("ab", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filling
