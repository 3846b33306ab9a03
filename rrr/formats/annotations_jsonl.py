"""Writes annotated examples as JSON Lines, for training elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rrr.records import Annotation, Example, Mark
from rrr.text import TOKENIZER_VERSION, Token

# Characters that JSON allows in a string, but many programs take for a line's end.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True)
class AnnotatedExample:
    """An example, the answer that counts (None: unreviewed), Z, one number for each token, and
    whose the marks are."""

    example: Example
    annotation: Annotation | None
    tokens: Sequence[Token]
    relevance: Sequence[float]
    marks: Sequence[Mark] = ()


def line_of(annotated: AnnotatedExample) -> str:
    """One JSON object and a line end. `Z` has one number for each token: 1 the model may use it,
    0 it was struck; `tokens` are their texts in order; `marks` say of each struck token whether a
    hand struck it, a hand that accepted a suggestion, or rules, and which rules strike it."""
    example, annotation = annotated.example, annotated.annotation
    entry = {
        "id": example.id,
        "text": example.text,
        "label": example.label,
        "split": example.split,
        "status": "unreviewed" if annotation is None else annotation.status,
        "annotator": None if annotation is None else annotation.annotator,
        "tokens": [token.text for token in annotated.tokens],
        "Z": [int(value) for value in annotated.relevance],
        "marks": [asdict(mark) for mark in annotated.marks],
        "tokenizer": TOKENIZER_VERSION,
    }
    return json.dumps(entry, ensure_ascii=False).translate(_LINE_ENDS) + "\n"
