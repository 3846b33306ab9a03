"""Writes annotated examples as JSON Lines, for training elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from rrr.records import Annotation, Example
from rrr.text import TOKENIZER_VERSION, Token

# Characters that JSON allows in a string, but many programs take for a line's end.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True)
class AnnotatedExample:
    """An example, the answer that counts (None: unreviewed), and Z, one number for each token."""

    example: Example
    annotation: Annotation | None
    tokens: Sequence[Token]
    relevance: Sequence[float]


def line_of(annotated: AnnotatedExample) -> str:
    """One JSON object and a line end. `Z` has one number for each token: 1 the model may use it,
    0 it was struck; `tokens` are their texts in order."""
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
        "tokenizer": TOKENIZER_VERSION,
    }
    return json.dumps(entry, ensure_ascii=False).translate(_LINE_ENDS) + "\n"
