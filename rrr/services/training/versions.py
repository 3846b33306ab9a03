"""What a training's numbers depend on besides its inputs: versions and machine."""

from __future__ import annotations

import hashlib
import os
import platform
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

import rrr
from rrr.records import TrainingConfig

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


def inputs_of(config: TrainingConfig) -> dict[str, str]:
    """As `versions`, and the hash of the word vectors that a training with this config reads."""
    if config.word_vectors is None:
        return versions()
    path = Path(config.word_vectors).expanduser()
    try:
        about = path.stat()
        return {**versions(), "word vectors": _hash_of(path, about.st_size, about.st_mtime_ns)}
    except OSError:
        return {**versions(), "word vectors": "missing"}


@lru_cache(maxsize=8)
def _hash_of(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def differences(before: dict[str, str] | None, after: dict[str, str]) -> list[str]:
    """“keras 3.11.0, now 3.12.0” for each that differs."""
    then = before or {}
    return [
        f"{name} {then.get(name, 'unknown')}, now {after.get(name, 'missing')}"
        for name in {**then, **after}
        if then.get(name) != after.get(name)
    ]
