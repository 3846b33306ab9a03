"""What a training's numbers depend on besides its inputs: versions and machine."""

from __future__ import annotations

import os
import platform
from functools import cache
from importlib.metadata import version

import rrr

_LIBRARIES = ("tensorflow", "keras", "numpy")


@cache
def versions() -> dict[str, str]:
    """Names and versions, kept with each run; TensorFlow is not loaded for it."""
    return {
        "Right Reasons": rrr.__version__,
        "Python": platform.python_version(),
        **{name: version(name) for name in _LIBRARIES},
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }


def differences(before: dict[str, str] | None, after: dict[str, str]) -> list[str]:
    """“keras 3.11.0, now 3.12.0” for each that differs."""
    then = before or {}
    return [
        f"{name} {then.get(name, 'unknown')}, now {after.get(name, 'missing')}"
        for name in {**then, **after}
        if then.get(name) != after.get(name)
    ]
