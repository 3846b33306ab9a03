"""The measurements kept as files beside each checkpoint, one for each state of the marks."""

from __future__ import annotations

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Hashable
from pathlib import Path
from threading import Lock

from rrr.errors import DataError
from rrr.formats.measurement_npz import read_measurement, write_measurement
from rrr.records import Measurement, Run
from rrr.services.workspace import Workspace

_PATTERN = "measured-*.npz"
_KEPT_FILES = 3
"""Per run: its own marks, and the last ones it was compared with."""
_KEPT_IN_MEMORY = 8

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
    file = _file(workspace.settings.checkpoints / run.checkpoint, marks_hash)
    try:
        key = file, file.stat().st_mtime_ns
        with _lock:
            if key not in _cache:
                _cache[key] = read_measurement(file)
                while len(_cache) > _KEPT_IN_MEMORY:
                    _cache.popitem(last=False)
            _cache.move_to_end(key)
            return _cache[key]
    except FileNotFoundError:
        return None
    except DataError as error:
        _log.warning("Run %s is measured again: %s", run.id, error)
        return None


_cache: OrderedDict[Hashable, Measurement] = OrderedDict()
_lock = Lock()


def _file(checkpoint: Path, marks_hash: str) -> Path:
    digest = hashlib.blake2b(marks_hash.encode(), digest_size=8).hexdigest()
    return checkpoint / f"measured-{digest}.npz"
