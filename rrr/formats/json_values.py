"""Values of JSON that came from somebody else, checked before anything is made of them.

What is no such value raises ValueError or TypeError; whoever reads the file or the message says so
of its place in there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def text_of(value: Any) -> str:
    """A text that can be stored."""
    if not isinstance(value, str):
        raise ValueError("no text")
    value.encode()  # a lone half of a surrogate pair cannot be stored
    return value


def moment_of(value: Any) -> datetime:
    """A moment in ISO 8601, in UTC."""
    return datetime.fromisoformat(value).astimezone(UTC)
