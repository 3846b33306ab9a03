"""How texts are written for another tool."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from rrr.formats.marked_text import MarkedText

_ONE_ANSWER = (
    "The file has one answer per text, as training takes it. What each person answered, notes, "
    "rules and fair words are in the format right-reasons only."
)


@dataclass(frozen=True)
class Writer:
    """A way to write texts into a file of another tool.

    Attributes:
        name: that of the `Format` which reads the file again.
        ending: of the file, without a dot.
        write: writes the texts.
        holds: whether the format has a place for a text.
        holds_struck: whether it has one for struck words.
        is_divided: whether it divides texts into tokens. In the others marks go by characters.
        limits: what else it cannot hold, in whole sentences.
    """

    name: str
    ending: str
    write: Callable[[Iterator[MarkedText], IO[bytes]], None]
    holds: Callable[[MarkedText], bool] = lambda _: True
    holds_struck: bool = True
    is_divided: bool = False
    limits: str = ""

    @property
    def what_stays(self) -> str:
        """What of a project is not in the file, in whole sentences."""
        return f"{_ONE_ANSWER} {self.limits}".strip()


def lines_of(
    object_of: Callable[[MarkedText], dict[str, Any]],
) -> Callable[[Iterator[MarkedText], IO[bytes]], None]:
    """Writes an object of JSON for each text, one a line."""

    def write(texts: Iterator[MarkedText], out: IO[bytes]) -> None:
        out.writelines(f"{json.dumps(object_of(text))}\n".encode() for text in texts)

    return write


def list_of(
    object_of: Callable[[MarkedText], dict[str, Any]],
) -> Callable[[Iterator[MarkedText], IO[bytes]], None]:
    """Writes an object of JSON for each text, in a list."""

    def write(texts: Iterator[MarkedText], out: IO[bytes]) -> None:
        out.write(b"[")
        out.writelines(
            f"{',' if number else ''}\n{json.dumps(object_of(text))}".encode()
            for number, text in enumerate(texts)
        )
        out.write(b"\n]\n")

    return write
