"""The Ray cluster that this process works with: the one at `RAY_ADDRESS`, else one of its own on
this machine, which ends with it."""

from __future__ import annotations

import os
import threading
from importlib.util import find_spec
from typing import Any

from rrr.errors import ConfigError

_connecting = threading.Lock()


def refuse_if_missing() -> None:
    """Raises ConfigError if Ray is not installed."""
    if find_spec("ray") is None:
        raise ConfigError(
            "RRR_EXECUTOR is “ray”, and Ray is not installed. Run "
            "pip install 'right-reasons[ray]', or set RRR_EXECUTOR to “thread” or “process”."
        )


def connected() -> Any:
    """The module `ray`, connected to the cluster.

    Raises:
        ConfigError: if Ray is not installed, or the cluster cannot be reached.
    """
    refuse_if_missing()
    import ray  # takes seconds

    with _connecting:
        if not ray.is_initialized():
            own = {} if os.environ.get("RAY_ADDRESS") else {"include_dashboard": False}
            try:
                ray.init(log_to_driver=False, logging_level="WARNING", **own)
            except (ConnectionError, RuntimeError, ValueError) as error:
                raise ConfigError(
                    f"No Ray cluster can be reached ({type(error).__name__}). Set RAY_ADDRESS to "
                    "one that runs, or unset it to have one on this machine."
                ) from error
    return ray
