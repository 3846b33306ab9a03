"""Reads the corpora that are not part of this project: one JSON object a line, compressed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rrr.errors import NotFound
from rrr.records import VALIDATION

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
    with gzip.open(folder / name / _FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield {**row, "split": VALIDATION if row["split"] == "val" else row["split"]}
