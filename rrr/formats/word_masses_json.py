"""What a model leans on, word by word, as one JSON file."""

from __future__ import annotations

import json
from pathlib import Path

from rrr.atomic_file import written_at_once
from rrr.errors import DataError

_VERSION = 1


def write_word_masses(masses: dict[str, float], num_sentences: int, path: Path) -> None:
    """Write it at once: whoever reads meanwhile finds the old file, or none."""
    content = {"version": _VERSION, "num_sentences": num_sentences, "masses": masses}
    with written_at_once(path) as file:
        file.write(json.dumps(content, ensure_ascii=False).encode())


def read_word_masses(path: Path) -> tuple[dict[str, float], int]:
    """The words' masses, and how many sentences they were read from.

    Raises:
        DataError: if the file is damaged or of another version.
        FileNotFoundError: if there is none.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != _VERSION:
            raise ValueError(f"version {content['version']}")
        return dict(content["masses"]), int(content["num_sentences"])
    except FileNotFoundError:
        raise
    except Exception as error:  # whatever a damaged file makes JSON raise
        raise DataError(
            f"The words in {path.name} cannot be read ({error}). Delete the file; they are then "
            "read again."
        ) from error
