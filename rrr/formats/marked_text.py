"""A text with what is struck and what is evidence in it, as it is written for other tools.

What a tool had given is given back: a highlight as it was while all its words are still marked, and
the tokens into which the tool had divided the text. Our words are others than the tool's tokens in
places, so new marks there are widened to whole tokens: tools refuse highlights that end within one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rrr.formats.highlights import IRRELEVANT, Span, touched
from rrr.records import Annotation, Given
from rrr.text import Token

RATIONALE = "RATIONALE"
_NOTHING = Given()


@dataclass(frozen=True)
class MarkedText:
    """`struck` and `rationale` are indices of tokens, ascending; `answer` is the one that counts,
    None if nobody reviewed the text; `given` is what a tool had given."""

    name: str
    text: str
    label: str | None
    split: str
    tokens: Sequence[Token]
    struck: Sequence[int]
    rationale: Sequence[int] = ()
    answer: Annotation | None = None
    given: Given = _NOTHING

    @cached_property
    def divided(self) -> Sequence[tuple[int, int]]:
        """Start and end of each token as the tool had them, else of each of our words."""
        return self.given.tokens or self._words

    @cached_property
    def is_divided_wholly(self) -> bool:
        """Whether all of the text lies in these tokens, but for white space."""
        ends = (0, *(end for _, end in self.divided))
        starts = (*(start for start, _ in self.divided), len(self.text))
        return not any(
            self.text[end:start].strip() for end, start in zip(ends, starts, strict=True)
        )

    @cached_property
    def num_widened(self) -> int:
        """How many of the tool's tokens `spans` marks of which not all words are marked."""
        return sum(
            not self._marked[label].issuperset(touched(self._words, *self.divided[index]))
            for label, words in self._left.items()
            for index in self._touched_by(words)
        )

    def spans(self) -> Iterator[Span]:
        """What is marked: first as it was given, then neighbouring tokens together."""
        yield from self._kept
        for label, words in self._left.items():
            for first, last in runs_of(sorted(self._touched_by(words))):
                yield Span(self.divided[first][0], self.divided[last][1], label)
            beside = [
                word for word in sorted(words) if not touched(self.divided, *self._words[word])
            ]
            for first, last in runs_of(beside):  # where the tool had no token
                yield Span(self._words[first][0], self._words[last][1], label)

    def tokens_of(self, span: Span) -> range:
        """Indices in `divided` of what a span marks."""
        return touched(self.divided, span.start, span.end)

    def origin(self) -> dict[str, str]:
        """Split, status and annotator, as they stand beside a text."""
        if self.answer is None:
            return {"split": self.split, "status": "unreviewed"}
        return {
            "split": self.split,
            "status": self.answer.status,
            "annotator": self.answer.annotator,
        }

    @cached_property
    def _words(self) -> list[tuple[int, int]]:
        return [(token.start, token.end) for token in self.tokens]

    @cached_property
    def _marked(self) -> dict[str, set[int]]:
        return {IRRELEVANT: set(self.struck), RATIONALE: set(self.rationale)}

    @cached_property
    def _kept(self) -> list[Span]:
        """The given spans of which all words are still marked."""
        spans = (Span(*span) for span in self.given.spans)
        return [span for span in spans if self._marked[_kind(span)].issuperset(self._in(span))]

    @cached_property
    def _left(self) -> dict[str, set[int]]:
        """The marked words that are in no kept span."""
        words_left = {label: set(words) for label, words in self._marked.items()}
        for span in self._kept:
            words_left[_kind(span)].difference_update(self._in(span))
        return words_left

    def _in(self, span: Span) -> range:
        return touched(self._words, span.start, span.end)

    def _touched_by(self, words: Iterable[int]) -> set[int]:
        return {index for word in words for index in touched(self.divided, *self._words[word])}


def _kind(span: Span) -> str:
    return IRRELEVANT if span.is_struck else RATIONALE


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
