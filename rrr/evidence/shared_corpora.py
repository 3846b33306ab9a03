"""Reads the corpora that are not part of this project: one JSON object a line, compressed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rrr.errors import NotFound
from rrr.records import VALIDATION
from rrr.unpacking import open_text

_FILE = "data.jsonl.gz"


def is_there(folder: Path | None, name: str) -> bool:
    """Whether the folder holds this corpus."""
    return folder is not None and (folder / name / _FILE).is_file()


def rows_of(folder: Path | None, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a corpus, their split under our names.

    Raises:
        NotFound: if the folder does not hold it.
    """
    if folder is None or not is_there(folder, name):
        raise NotFound(
            f"The corpus {name} is not in {folder or 'any folder'}. Say where it is with "
            "--corpora or RRR_CORPORA, or leave it out with --corpus."
        )
    with open_text(folder / name / _FILE, f"{name}/{_FILE}") as lines:
        for line in lines:
            row = json.loads(line)
            yield {**row, "split": VALIDATION if row["split"] == "val" else row["split"]}
