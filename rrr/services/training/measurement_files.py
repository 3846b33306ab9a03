"""The measurements kept as files beside each checkpoint, one for each state of the marks."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Hashable
from pathlib import Path

from rrr.errors import DataError
from rrr.formats.measurement_npz import read_measurement, write_measurement
from rrr.last_used import LastUsed
from rrr.records import Measurement, Run
from rrr.services.training.run_checkpoints import checkpoint_folder
from rrr.services.workspace import Workspace

_PATTERN = "measured-*.npz"
_KEPT_FILES = 3
"""Per run: its own marks, and the last ones it was compared with."""

_log = logging.getLogger(__name__)


def keep(measurement: Measurement, checkpoint: Path) -> None:
    """Store a measurement in the folder of the checkpoint."""
    write_measurement(measurement, _file(checkpoint, measurement.marks_hash))
    files = sorted(checkpoint.glob(_PATTERN), key=lambda file: -file.stat().st_mtime_ns)
    for file in files[_KEPT_FILES:]:
        file.unlink(missing_ok=True)


def stored(workspace: Workspace, run: Run, marks_hash: str) -> Measurement | None:
    """What was stored of a run, measured with these marks; None where there is nothing."""
    if run.checkpoint is None:
        return None
    file = _file(checkpoint_folder(workspace, run.id), marks_hash)
    try:
        key = file, file.stat().st_mtime_ns
        return _in_memory.get_or_make(key, lambda: read_measurement(file))
    except FileNotFoundError:
        return None
    except DataError as error:
        _log.warning("Run %s is measured again: %s", run.id, error)
        return None


_in_memory: LastUsed[Hashable, Measurement] = LastUsed(8)


def _file(checkpoint: Path, marks_hash: str) -> Path:
    digest = hashlib.blake2b(marks_hash.encode(), digest_size=8).hexdigest()
    return checkpoint / f"measured-{digest}.npz"
