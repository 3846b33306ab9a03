"""What splits are called in files."""

from __future__ import annotations

from rrr.formats.names import look_of
from rrr.records import TEST, TRAIN, VALIDATION

_USUAL = {
    TRAIN: TRAIN,
    "training": TRAIN,
    VALIDATION: VALIDATION,
    "val": VALIDATION,
    "valid": VALIDATION,
    "dev": VALIDATION,
    "development": VALIDATION,
    TEST: TEST,
    "testing": TEST,
}


def split_name(name: str) -> str:
    """Our name of a split; those that are not usual keep theirs."""
    return _USUAL.get(look_of(name).casefold(), name)


def is_usual_split(name: str) -> bool:
    return look_of(name).casefold() in _USUAL
