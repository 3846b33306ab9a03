"""What a person may say about how a file is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LongTexts = Literal["refuse", "skip", "cut"]


@dataclass(frozen=True)
class Reading:
    """How a file is read. A table holds the one it was read with, without any None.

    Attributes:
        encoding: a name from `encoding.ENCODINGS`; None: the one it seems to have.
        header: whether row 1 of a CSV file holds the columns' names; None: as it looks. JSON Lines
            have no such row.
        long_texts: what becomes of a text that is too long for a sentence: nothing is imported
            ("refuse"), its row is left out ("skip"), or its end is ("cut").
    """

    encoding: str | None = None
    header: bool | None = None
    long_texts: LongTexts = "refuse"


AS_IT_LOOKS = Reading()
