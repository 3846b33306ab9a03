"""Measurements as one compressed NumPy file: arrays and a JSON header, nothing that runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from rrr.atomic_file import written_at_once
from rrr.errors import DataError
from rrr.records import Answers, Measurement

_VERSION = 1
_ARRAYS = (
    "truth",
    "probabilities",
    "marked",
    "swapped",
    "removed",
    "followed_rows",
    "followed_words",
    "followed_labels",
)


def write_measurement(measurement: Measurement, path: Path) -> None:
    """Write it at once: whoever reads meanwhile finds the old file, or none."""
    header = {
        "version": _VERSION,
        "labels": measurement.labels,
        "words": measurement.words,
        "marks_hash": measurement.marks_hash,
        "splits": [
            {
                "name": name,
                "texts_hash": answers.texts_hash,
                "saliency_share": answers.saliency_share,
            }
            for name, answers in measurement.splits.items()
        ],
    }
    arrays: dict[str, np.ndarray] = {"header": np.array(json.dumps(header))}
    for number, answers in enumerate(measurement.splits.values()):
        arrays |= {f"{number} {name}": getattr(answers, name) for name in _ARRAYS}
    with written_at_once(path) as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def read_measurement(path: Path) -> Measurement:
    """Read a file back.

    Raises:
        DataError: if it is damaged or of another version.
        FileNotFoundError: if there is none.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            header: dict[str, Any] = json.loads(str(file["header"]))
            if header["version"] != _VERSION:
                raise ValueError(f"version {header['version']}")
            splits = {
                split["name"]: Answers(
                    texts_hash=split["texts_hash"],
                    saliency_share=split["saliency_share"],
                    **{name: file[f"{number} {name}"] for name in _ARRAYS},
                )
                for number, split in enumerate(header["splits"])
            }
        return Measurement(
            tuple(header["labels"]), tuple(header["words"]), header["marks_hash"], splits
        )
    except FileNotFoundError:
        raise
    except Exception as error:  # whatever a damaged file makes NumPy, zip or JSON raise
        raise DataError(
            f"The measurements in {path.name} cannot be read ({error}). Delete the file; they are "
            "then measured again."
        ) from error
