"""Writes annotated examples as JSON Lines, for training elsewhere and for importing them again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rrr.records import Adjudication, Annotation, Example, FairAnswer, Given, Mark, Rule
from rrr.text import TOKENIZER_VERSION, Token

# Characters that JSON allows in a string, but that end a line for many programs, or that a terminal
# takes for a command.
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


@dataclass(frozen=True)
class AnnotatedExample:
    """An example, the answer that counts (None: unreviewed), Z, one number for each token, and
    whose the marks are.

    `answers` are everybody's, the one given last at the end; `spared_by` are the rules that an
    exception keeps out of the example; `rationale` are the tokens given as evidence for the label;
    `adjudication` is what a reviewer decided; `given` is what the file of a tool had given.
    """

    example: Example
    annotation: Annotation | None
    tokens: Sequence[Token]
    relevance: Sequence[float]
    marks: Sequence[Mark] = ()
    answers: Sequence[Annotation] = ()
    spared_by: Sequence[Rule] = ()
    rationale: Sequence[int] = ()
    adjudication: Adjudication | None = None
    given: Given | None = None


def line_of(
    annotated: AnnotatedExample, rules: Iterable[Rule] = (), fair: Iterable[FairAnswer] = ()
) -> str:
    """One JSON object and a line end.

    For training elsewhere: `Z` has one number for each token: 1 the model may use it, 0 it was
    struck, between them for a word that only some people struck, where the merge is graded;
    `tokens` are their texts in order; `marks` say of each struck token whether a hand struck it, a
    hand that accepted a suggestion, or rules, and which rules strike it. `answers`,
    `adjudication`, `spared`, `given`, `rules` and `fair` are for importing the project again
    (`exported_marks`).

    Args:
        rules: all rules of the project; they go with the first line.
        fair: all that people say about the fairness of words and phrases; likewise.
    """
    example, annotation = annotated.example, annotated.annotation
    entry = {
        "id": example.id,
        "text": example.text,
        "label": example.label,
        "split": example.split,
        "status": "unreviewed" if annotation is None else annotation.status,
        "annotator": None if annotation is None else annotation.annotator,
        "tokens": [token.text for token in annotated.tokens],
        "Z": [int(value) if value in (0, 1) else round(value, 6) for value in annotated.relevance],
        "marks": [asdict(mark) for mark in annotated.marks],
        "tokenizer": TOKENIZER_VERSION,
        "answers": [_answer(answer) for answer in annotated.answers],
    }
    if annotated.rationale:
        entry["rationale"] = list(annotated.rationale)
    if annotated.adjudication is not None:
        entry["adjudication"] = _decision(annotated.adjudication)
    if annotated.given is not None:
        entry["given"] = asdict(annotated.given)
    if annotated.spared_by:
        entry["spared"] = [_rule(rule) for rule in annotated.spared_by]
    if rules := list(rules):
        entry["rules"] = [
            {**_rule(rule), "created_at": rule.created_at.isoformat()} for rule in rules
        ]
    if fair := list(fair):
        entry["fair"] = [
            {**asdict(word), "created_at": word.created_at.isoformat()} for word in fair
        ]
    return json.dumps(entry, ensure_ascii=False).translate(_ESCAPED) + "\n"


def _answer(answer: Annotation) -> dict[str, Any]:
    return {
        "annotator": answer.annotator,
        "status": answer.status,
        "marked": answer.marked,
        "cleared": answer.cleared,
        "accepted": answer.accepted,
        "note": answer.note,
        "updated_at": answer.updated_at.isoformat(),
    }


def _decision(decision: Adjudication) -> dict[str, Any]:
    return {
        "person": decision.person,
        "marked": decision.marked,
        "note": decision.note,
        "updated_at": decision.updated_at.isoformat(),
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {"kind": rule.kind, "pattern": rule.pattern}
