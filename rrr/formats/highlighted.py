"""From what a tool highlighted to an example's rationale and answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from rrr.formats.highlights import Answered, Highlights, shared_tokens, tokens_in
from rrr.formats.read_options import Unmarked
from rrr.records import Annotation, Given, NewExample
from rrr.text import texts_of

UNNAMED = "imported"
"""Whose the answers of a file are that names nobody."""


def highlighted(
    example: NewExample, highlights: Highlights, unmarked: Unmarked | None
) -> NewExample:
    """The example with its rationale, its answers, and what was given as it was given. A text that
    was cut keeps what lies in it.

    Args:
        unmarked: whether the words outside a rationale are struck ("irrelevant"), in the name of
            whoever highlighted it; texts without a rationale stay as they are.
    """
    text = example.text
    rationale = shared_tokens(text, highlights.rationales)
    named = ((answer.annotator.strip() or UNNAMED, answer) for answer in highlights.answers)
    answers = [_answer(text, name, answer) for name, answer in dict(named).items()]
    if rationale and unmarked == "irrelevant" and not answers:
        other_words = set(range(len(texts_of(text)))).difference(rationale)
        answers = (
            [_answer(text, UNNAMED, Answered("", "marked"), other_words)] if other_words else []
        )
    given_marks = _given(len(text), highlights)
    return replace(example, rationale=rationale, answers=tuple(answers), given=given_marks)


def _given(length: int, highlights: Highlights) -> Given | None:
    tokens = tuple((start, end) for start, end in highlights.tokens if end <= length)
    spans = tuple(span for span in highlights.spans if span.end <= length)
    return Given(tokens, spans) if tokens or spans else None


def _answer(text: str, name: str, answer: Answered, struck: Iterable[int] = ()) -> Annotation:
    tokens = tuple(sorted({*tokens_in(text, answer.struck), *struck}))
    contradicts = answer.status == "nothing_irrelevant" and tokens
    return Annotation(
        example_id=0,
        annotator=name,
        status="marked" if contradicts else answer.status,
        marked=tokens,
        cleared=(),
        revision=1,
        updated_at=datetime.now(UTC),
    )
