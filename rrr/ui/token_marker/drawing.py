"""What the browser is told about a sentence.

It gets tokens and the white space before each, never offsets: JavaScript counts characters
differently.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rrr.services.annotating import Sentence
from rrr.services.words import WordCount
from rrr.text import word_of
from rrr.ui.token_marker.receiving import Receipt


def drawing(
    sentence: Sentence, word_counts: dict[str, WordCount], receipt: Receipt | None
) -> dict[str, Any]:
    """Plain JSON values for the token marker.

    Args:
        word_counts: For each of its words, in the vocabulary's form.
    """
    text, annotation = sentence.example.text, sentence.annotation
    ends = [0, *(token.end for token in sentence.tokens)]
    forms = [word_of(token.text) for token in sentence.tokens]
    numbers = {form: number for number, form in enumerate(dict.fromkeys(forms))}
    ruled = {forms[index] for index in sentence.rule_marks}
    return {
        "item": sentence.example.id,
        "token_hash": sentence.token_hash,
        "revision": sentence.revision,
        "tokens": [
            [text[end : token.start], token.text]
            for end, token in zip(ends, sentence.tokens, strict=False)
        ],
        "tail": text[ends[-1] :],
        "struck": list(sentence.effective_marks),
        "by_rule": list(sentence.rule_marks),
        "by_hand": list(annotation.marked) if annotation else [],
        "status": sentence.status,
        "saved_at": annotation.updated_at.isoformat()
        if annotation and annotation.status != "unreviewed"
        else None,
        "word_of": [numbers[form] for form in forms],
        "words": [_word(word_counts[form], form in ruled) for form in numbers],
        "receipt": _receipt(receipt),
    }


def _word(count: WordCount, ruled: bool) -> dict[str, Any]:
    """`share` of the sentences with a label that have the most frequent one, in percent, rounded
    down so that 100 means all."""
    labelled = sum(count.per_label.values())
    label = max(count.per_label, key=lambda name: count.per_label[name]) if labelled else None
    return {
        "others": count.others,
        "label": label,
        "share": 100 * count.per_label[label] // labelled if label is not None else 0,
        "ruled": ruled,
    }


def _receipt(receipt: Receipt | None) -> dict[str, Any] | None:
    if receipt is None:
        return None
    saved_at = receipt.saved_at.isoformat() if receipt.saved_at else None
    return {**asdict(receipt), "saved_at": saved_at}
