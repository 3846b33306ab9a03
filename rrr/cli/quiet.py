"""Load TensorFlow without the log lines it writes while it starts."""

from __future__ import annotations


def load_tensorflow() -> None:
    """Import it now and wait for it."""
    from rrr.services.warmup import warm_tensorflow

    warm_tensorflow().join()
