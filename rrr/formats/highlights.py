"""What an annotation tool says about parts of a text, and which tokens these parts are.

A *rationale* is evidence for the label. A *struck* part must not count for it. A tool's highlight
is a rationale, unless it carries the label `IRRELEVANT`, under which marks are written here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from rrr.errors import DataError
from rrr.records import AnnotationStatus
from rrr.text import texts_and_starts

IRRELEVANT = "IRRELEVANT"
"""The label of struck words in the files of other tools."""


class Span(NamedTuple):
    """A part of a text: `text[start:end]`, in Unicode code points."""

    start: int
    end: int
    label: str = ""

    @property
    def is_struck(self) -> bool:
        return self.label.casefold() == IRRELEVANT.casefold()


@dataclass(frozen=True)
class Answered:
    """One person's answer about a text, as a tool's file has it. No name: the file names nobody."""

    annotator: str
    status: AnnotationStatus
    struck: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Highlights:
    """The rationales of a text, one for each person who gave one, and the answers about it.

    `tokens` are where the tool divided the text, start and end in code points, ascending; none if
    it did not. `spans` is all that one person highlighted, in the order of the file; none if
    several people did.
    """

    rationales: tuple[tuple[Span, ...], ...] = ()
    answers: tuple[Answered, ...] = ()
    tokens: tuple[tuple[int, int], ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def has_rationale(self) -> bool:
        return any(self.rationales)


def of_one(
    spans: Iterable[Span], annotator: str = "", status: AnnotationStatus | None = None
) -> Highlights:
    """What one person highlighted.

    Args:
        spans: all highlights; those that strike words make an answer.
        annotator: who it was; "" if the file does not say.
        status: of the answer; None if the file does not say. Without struck words it is an answer
            only if the file says so: nobody may have been asked. With struck words it is one in any
            case, also where only rules had struck them: other tools know no rules.
    """
    spans = tuple(spans)
    struck = tuple(span for span in spans if span.is_struck)
    rationale = tuple(span for span in spans if not span.is_struck)
    if struck and status in (None, "unreviewed"):
        status = "marked"
    answers = () if status in (None, "unreviewed") else (Answered(annotator, status, struck),)
    return Highlights((rationale,) if rationale else (), answers, spans=spans)


def of_several(highlights: Iterable[Highlights]) -> Highlights:
    """What several people highlighted; of two answers of one person the later one counts."""
    people = tuple(highlights)
    answers = {answer.annotator: answer for person in people for answer in person.answers}
    rationales = tuple(rationale for person in people for rationale in person.rationales)
    spans_of_people = [person.spans for person in people if person.spans]
    spans = spans_of_people[0] if len(spans_of_people) == 1 else ()
    return Highlights(rationales, tuple(answers.values()), spans=spans)


def tokens_in(text: str, spans: Iterable[Span]) -> tuple[int, ...]:
    """Indices of the tokens that lie in a span, wholly or in part: a highlight that ends within a
    word means the word."""
    tokens, starts = texts_and_starts(text)
    divided = [(start, start + len(token)) for token, start in zip(tokens, starts, strict=True)]
    indices: set[int] = set()
    for span in spans:
        indices.update(touched(divided, span.start, span.end))
    return tuple(sorted(indices))


def touched(tokens: Sequence[tuple[int, int]], start: int, end: int) -> range:
    """Indices of the tokens, given by start and end in order, that lie in a stretch of the text,
    wholly or in part."""
    first = bisect_right(tokens, start, key=lambda token: token[1])
    return range(first, max(first, bisect_left(tokens, end, key=lambda token: token[0])))


def shared_tokens(text: str, rationales: Sequence[Sequence[Span]]) -> tuple[int, ...]:
    """Indices of the tokens in at least half of the rationales that hold any."""
    tokens_of_people = [
        tokens for rationale in rationales if (tokens := tokens_in(text, rationale))
    ]
    votes = Counter(token for tokens in tokens_of_people for token in tokens)
    return tuple(
        sorted(token for token, count in votes.items() if 2 * count >= len(tokens_of_people))
    )


def checked(place: str, text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans, if they lie in the text.

    Raises:
        DataError: naming the row, if one does not.
    """
    checked_spans = tuple(spans)
    for span in checked_spans:
        if not 0 <= span.start <= span.end <= len(text):
            raise DataError(
                f"{place}: a highlight goes from {span.start:,} to {span.end:,}, but the text has "
                f"{len(text):,} characters. Export the file anew, or correct the highlight."
            )
    return checked_spans


def from_utf_16(text: str, spans: Iterable[Span]) -> list[Span]:
    """Spans that count as JavaScript does, where an emoji may be two: as code points.

    An offset between the two halves of a character means the whole character. Offsets beyond the
    text stay beyond it.
    """
    spans = list(spans)
    if not spans or max(text, default="") <= "\uffff":
        return spans
    begins = [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]
    shift = len(text) - begins[-1]

    def start_of(offset: int) -> int:
        return bisect_right(begins, offset) - 1 if offset <= begins[-1] else offset + shift

    def end_of(offset: int) -> int:
        return bisect_left(begins, offset) if offset <= begins[-1] else offset + shift

    return [Span(start_of(span.start), end_of(span.end), span.label) for span in spans]


def to_utf_16(text: str, span: Span) -> Span:
    """The reverse of `from_utf_16`."""
    start = span.start + sum(character > "\uffff" for character in text[: span.start])
    width = sum(2 if character > "\uffff" else 1 for character in text[span.start : span.end])
    return Span(start, start + width, span.label)


def majority(labels: Sequence[str]) -> str:
    """The label that more people gave than any other; "" if there is none."""
    ranked = Counter(label for label in labels if label).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]
