"""Regular expressions as rules: compiled once, then laid upon one sentence after another.

An expression is tried on the text as it was written and on its one spelling (`rrr.text`), so that
it finds “café” and “don’t” however they are encoded. It strikes the tokens of the original text.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import regex

from rrr.annotating.expression_size import MAX_SIZE, compiled_size
from rrr.errors import AnnotationError
from rrr.text import spelling_of, tokenize

SECONDS_PER_SENTENCE = 0.5
"""How long a regular expression may look at one sentence."""

Spans = list[tuple[int, int]]


class Expression:
    """A regular expression. Immutable, safe to share between threads.

    Raises:
        AnnotationError: if it is not valid, or too large.
    """

    def __init__(self, pattern: str) -> None:
        self._written = self._spelled = _compile(pattern)
        if (spelling := spelling_of(pattern)) != pattern:
            with suppress(AnnotationError):  # composing may take a letter from what it is part of
                self._spelled = _compile(spelling)

    def tokens(self, text: str) -> list[int]:
        """Indices of the tokens that a match touches, ascending; an empty match touches none.

        Raises:
            AnnotationError: if it takes too long.
        """
        struck: set[int] = set()
        if spans := _spans(self._written, text):
            struck |= _touched(spans, ((token.start, token.end) for token in tokenize(text)))
        if self._depends_on_spelling(text):
            spelled, bounds = _spelled(text)
            struck |= _touched(_spans(self._spelled, spelled), bounds)
        return sorted(struck)

    def strikes_in(self, text: str) -> bool:
        """Whether it strikes any token; faster than to find them all."""
        # White space mostly belongs to no token.
        spans = _spans(self._written, text)
        if any(text[start:end].strip() for start, end in spans):
            return True
        return bool(spans or self._depends_on_spelling(text)) and bool(self.tokens(text))

    def _depends_on_spelling(self, text: str) -> bool:
        return self._spelled is not self._written or spelling_of(text) != text


def _touched(spans: Spans, bounds: Iterable[tuple[int, int]]) -> set[int]:
    """Indices of the stretches that any of the spans overlaps."""
    return {
        index
        for index, (first, last) in enumerate(bounds)
        if any(first < end and last > start for start, end in spans)
    }


def _spelled(text: str) -> tuple[str, Spans]:
    """The text with every token in its normal spelling, and the tokens' positions in it."""
    parts: list[str] = []
    bounds: Spans = []
    end = length = 0
    for token in tokenize(text):
        gap, spelling = text[end : token.start], spelling_of(token.text)
        parts += gap, spelling
        length += len(gap) + len(spelling)
        bounds.append((length - len(spelling), length))
        end = token.end
    return "".join(parts) + text[end:], bounds


def _compile(pattern: str) -> regex.Pattern[str]:
    if not pattern.strip():
        raise AnnotationError("A regular expression is needed. Received: nothing. Type one.")
    if compiled_size(pattern) > MAX_SIZE:
        raise AnnotationError(
            f"“{pattern[:80]}” repeats too much. At most {MAX_SIZE:,} repetitions are allowed, "
            "those within others multiplied. Write a smaller number in the {braces}, or + for "
            "“one or more”."
        )
    try:
        return regex.compile(pattern)
    except (regex.error, RecursionError, OverflowError, MemoryError) as error:
        raise AnnotationError(
            f"“{pattern[:80]}” is not a valid regular expression ({error}). "
            "Fix it; to find a character such as . or ( itself, put a backslash before it."
        ) from error


def _spans(expression: regex.Pattern[str], text: str) -> Spans:
    """Where it matches; empty matches are left out."""
    try:
        if expression.search(text, timeout=SECONDS_PER_SENTENCE) is None:  # most of the time
            return []
        matches = expression.finditer(text, timeout=SECONDS_PER_SENTENCE)
        return [match.span() for match in matches if match.end() > match.start()]
    except TimeoutError as error:
        raise AnnotationError(
            f"The regular expression “{expression.pattern[:80]}” takes more than "
            f"{SECONDS_PER_SENTENCE:g} s on one sentence of {len(text):,} characters. Make it "
            "simpler: repetitions within repetitions, such as (a+)+, take longest."
        ) from error
