"""What the browser says about a sentence. It is read as if a stranger had sent it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from rrr.errors import AnnotationError

Action = Literal["save", "next", "nothing", "back", "everywhere"]


@dataclass(frozen=True)
class MarkerMessage:
    """The marks on one sentence, and what the annotator wants done.

    `client` names the marker in one tab, `sequence` counts its changes, `acknowledged` is the last
    of them it has a receipt for. `base_revision` is the revision its marks started from. `struck`
    are all tokens shown struck, `cursor` the token under the cursor; both count tokens from 0.
    `edited` is False if nothing was changed by hand since the last receipt.
    """

    item: int
    token_hash: str
    base_revision: int
    client: str
    sequence: int
    acknowledged: int
    struck: tuple[int, ...]
    cursor: int
    edited: bool
    action: Action


def parse(raw: Any) -> MarkerMessage:
    """Check a message's form; whether it fits the sentence is for the services to say.

    Raises:
        AnnotationError: if it is no message of the token marker.
    """
    if not isinstance(raw, Mapping):
        raise _not_understood("an object", raw)
    struck = raw.get("struck")
    if not isinstance(struck, list) or not all(_is_count(index) for index in struck):
        raise _not_understood("struck as a list of token indices", struck)
    if raw.get("action") not in get_args(Action):
        raise _not_understood(f"action as one of {', '.join(get_args(Action))}", raw.get("action"))
    numbers = ("item", "base_revision", "sequence", "acknowledged", "cursor")
    for name in numbers:
        if not _is_count(raw.get(name)):
            raise _not_understood(f"{name} as a whole number from 0", raw.get(name))
    for name in ("token_hash", "client"):
        if not isinstance(raw.get(name), str):
            raise _not_understood(f"{name} as a text", raw.get(name))
    return MarkerMessage(
        **{name: raw[name] for name in (*numbers, "token_hash", "client", "action")},
        struck=tuple(sorted(set(struck))),
        edited=raw.get("edited") is True,
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _not_understood(expected: str, received: Any) -> AnnotationError:
    return AnnotationError(
        f"The page sent marks that cannot be read. Expected: {expected}. "
        f"Received: {str(received)[:80]!r}. Reload the page and mark the words again."
    )
