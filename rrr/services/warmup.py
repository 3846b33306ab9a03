"""Load TensorFlow ahead of need, in the background.

Importing it takes seconds; annotating needs none of it. Started when the app opens, it is usually
there when the first training or heatmap asks for it. Whoever asks earlier just waits for the rest
of the import.
"""

from __future__ import annotations

import gc
import importlib
import logging
import threading

from rrr.services.quiet_start import quiet_start

_log = logging.getLogger(__name__)
_starting = threading.Lock()
_thread: threading.Thread | None = None


def warm_tensorflow() -> threading.Thread:
    """Start the import once per process and return its thread, without waiting for it."""
    global _thread
    with _starting:
        if _thread is None:
            _thread = threading.Thread(target=_import, name="warm TensorFlow", daemon=True)
            _thread.start()
        return _thread


def _import() -> None:
    try:
        with quiet_start():
            importlib.import_module("rrr.learning.model")
            importlib.import_module("rrr.learning.priority").start_tensorflow()
        # What is there by now stays. Looking through all of it for garbage takes a third of a
        # second, in which no click is answered.
        gc.freeze()
    except Exception:  # annotating works without it; the first training will say what is wrong
        _log.exception("TensorFlow could not be loaded ahead of need")
