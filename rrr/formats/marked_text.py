"""A text with what is struck and what is evidence in it, as it is written for other tools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rrr.formats.highlights import IRRELEVANT, Span
from rrr.records import Annotation
from rrr.text import Token

RATIONALE = "RATIONALE"


@dataclass(frozen=True)
class MarkedText:
    """`struck` and `rationale` are indices of tokens, ascending; `answer` is the one that counts,
    None if nobody reviewed the text."""

    name: str
    text: str
    label: str | None
    split: str
    tokens: Sequence[Token]
    struck: Sequence[int]
    rationale: Sequence[int] = ()
    answer: Annotation | None = None

    def spans(self) -> Iterator[tuple[Span, int, int]]:
        """Neighbouring tokens together: what they span, and the first and the last of them."""
        for label, indices in ((IRRELEVANT, self.struck), (RATIONALE, self.rationale)):
            for first, last in runs_of(indices):
                span = Span(self.tokens[first].start, self.tokens[last].end, label)
                yield span, first, last

    def origin(self) -> dict[str, str]:
        """Split, status and annotator, as they stand beside a text."""
        if self.answer is None:
            return {"split": self.split, "status": "unreviewed"}
        return {
            "split": self.split,
            "status": self.answer.status,
            "annotator": self.answer.annotator,
        }


def runs_of(indices: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbours in ascending numbers."""
    start = previous = None
    for index in indices:
        if previous is None or index != previous + 1:
            if start is not None and previous is not None:
                yield start, previous
            start = index
        previous = index
    if start is not None and previous is not None:
        yield start, previous
