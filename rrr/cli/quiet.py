"""Load TensorFlow without the log lines it writes while it starts."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


def load_tensorflow() -> None:
    """Import it now and wait for it; what it says is shown only if that fails."""
    from rrr.services.warmup import warm_tensorflow

    # C++ log lines later on, such as the search for a graphics card that is not there; Python's
    # exceptions tell what goes wrong.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with _held_back_stderr():
        warm_tensorflow().join()


@contextmanager
def _held_back_stderr() -> Iterator[None]:
    # TensorFlow writes from C++, straight to the file descriptor, before it heeds any setting.
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as held_back:
        os.dup2(held_back.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)
        if "tensorflow" not in sys.modules:
            held_back.seek(0)
            os.write(2, held_back.read())
