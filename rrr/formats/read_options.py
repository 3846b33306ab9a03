"""What a person may say about how a file is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LongTexts = Literal["refuse", "skip", "cut"]
BrokenRows = Literal["refuse", "skip"]
Unmarked = Literal["nothing", "irrelevant"]


@dataclass(frozen=True)
class Reading:
    """How a file is read. A table holds the one it was read with, without any None.

    Attributes:
        encoding: a name from `encoding.ENCODINGS`; None: the one it seems to have.
        header: whether row 1 of a CSV file holds the columns' names; None: as it looks. JSON Lines
            have no such row.
        long_texts: what becomes of a text that is too long for a sentence: nothing is imported
            ("refuse"), its row is left out ("skip"), or its end is ("cut").
        broken_rows: what becomes of a row that is not as the others are, a CSV row with another
            number of cells or a line that is no JSON object: nothing is imported ("refuse"), or
            the row is left out ("skip").
        format: the name of a format from `registry.FORMATS`; None: the one it seems to have.
        sheet: of a workbook; None: the first that holds anything.
        split: what the whole file is, for instance "test"; None: as its split column says.
        unmarked: what words outside highlighted evidence mean: nothing, or that they are
            irrelevant. It has to be said of files with highlights; None: not said yet.
    """

    encoding: str | None = None
    header: bool | None = None
    long_texts: LongTexts = "refuse"
    broken_rows: BrokenRows = "refuse"
    format: str | None = None
    sheet: str | None = None
    split: str | None = None
    unmarked: Unmarked | None = None


AS_IT_LOOKS = Reading()
