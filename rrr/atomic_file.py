"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def written_at_once(path: Path) -> Iterator[IO[bytes]]:
    """Write a file in place of `path`: whoever reads meanwhile finds the old one, or none.

    Until the block ends, the file lies beside `path` under a hidden name with the same ending.
    """
    beside = path.with_name(f".{os.getpid()}-{threading.get_ident()}-{path.name}")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
