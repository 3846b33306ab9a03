"""What is sent to the browser: the current sentence, the next ones, and receipts for its messages.

It gets tokens and the white space before each, never offsets: JavaScript counts characters
differently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from rrr.records import TRAIN, Prediction, Steps
from rrr.services.guidance.insight import Insight
from rrr.services.guidance.training_words import WordCount
from rrr.services.marks.answers import Sentence
from rrr.text import word_of
from rrr.ui.annotate.token_marker.receiving import Receipt


@dataclass(frozen=True)
class Sheet:
    """One sentence, ready to be shown.

    `word_counts` has an entry for each of its words, in the vocabulary's form. `looked` are the
    struck tokens that `insight` left out in its prediction without them.
    """

    sentence: Sentence
    word_counts: dict[str, WordCount]
    insight: Insight | None = None
    looked: tuple[int, ...] = ()

    @property
    def suggested_words(self) -> list[str]:
        """The words that are suggested, in the vocabulary's form."""
        suggested = self.insight.suggested if self.insight else ()
        return [word_of(self.sentence.tokens[index].text) for index in suggested]


@dataclass(frozen=True)
class Desk:
    """What one tab works on.

    `owner` names whose marks these are (`owner_of`). `turn` changes whenever the server leads the
    tab to a sentence by itself. `item` is the one it shows, `before` the one that stands before it,
    `ahead` those that come next. `sheets` has all of these but those the tab has ready, and any
    that it must see again because a message on it was refused. `heard` is the number of the last
    delivery that has arrived, and `trouble` says why not all of it could be stored; `page_is_old`
    asks for another, because what stands around the marker has not been drawn since.
    `num_sentences` is the number of training sentences of the project; `may_rule` whether this
    person may strike a word everywhere.
    """

    owner: str
    turn: str
    item: int
    before: int | None
    ahead: tuple[int, ...]
    sheets: tuple[Sheet, ...]
    model_expected: bool = False  # what a model sees will be known soon
    heard: int = 0
    trouble: str | None = None
    page_is_old: bool = False
    num_sentences: int = 0
    may_rule: bool = True


def drawing(desk: Desk, receipts: Sequence[Receipt]) -> dict[str, Any]:
    """Plain JSON values for the token marker."""
    return {
        "owner": desk.owner,
        "turn": desk.turn,
        "item": desk.item,
        "before": desk.before,
        "ahead": list(desk.ahead),
        "sentences": [_sheet(sheet) for sheet in desk.sheets],
        "model_expected": desk.model_expected,
        "heard": desk.heard,
        "trouble": desk.trouble,
        "page_is_old": desk.page_is_old,
        "num_sentences": desk.num_sentences,
        "may_rule": desk.may_rule,
        "receipts": [_receipt(receipt) for receipt in receipts],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    sentence = sheet.sentence
    example, annotation = sentence.example, sentence.annotation
    text = example.text
    ends = [0, *(token.end for token in sentence.tokens)]
    forms = [word_of(token.text) for token in sentence.tokens]
    numbers = {form: number for number, form in enumerate(dict.fromkeys(forms))}
    ruled = {forms[index] for index in sentence.rule_marks}
    return {
        "item": example.id,
        "token_hash": sentence.token_hash,
        "revision": sentence.revision,
        "client": annotation.sender.client if annotation else "",
        "sequence": annotation.sender.sequence if annotation else 0,
        "label": example.label,
        "split": None if example.split == TRAIN else example.split,
        "tokens": [
            [text[end : token.start], token.text]
            for end, token in zip(ends, sentence.tokens, strict=False)
        ],
        "tail": text[ends[-1] :],
        "struck": list(sentence.effective_marks),
        "by_rule": list(sentence.rule_marks),
        "by_hand": list(annotation.marked) if annotation else [],
        "accepted": list(annotation.accepted) if annotation else [],
        "status": sentence.status,
        "note": annotation.note if annotation else "",
        **_steps(annotation.steps if annotation else Steps()),
        "saved_at": annotation.updated_at.isoformat() if annotation else None,
        "word_of": [numbers[form] for form in forms],
        "words": [_word(sheet.word_counts[form], form in ruled) for form in numbers],
        "insight": _insight(sheet.insight, sheet.looked),
    }


def _steps(steps: Steps) -> dict[str, Any]:
    return {name: [asdict(step) for step in getattr(steps, name)] for name in ("past", "future")}


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


def _insight(insight: Insight | None, looked: tuple[int, ...]) -> dict[str, Any] | None:
    if insight is None:
        return None
    return {
        "run": insight.run_id,
        "blind": insight.blind,
        "shares": [round(share, 4) for share in insight.shares],
        "against": list(insight.against),
        "suggested": list(insight.suggested),
        "predicted": _prediction(insight.predicted),
        "without": _prediction(insight.without),
        "looked": list(looked),
    }


def _prediction(prediction: Prediction | None) -> list[Any] | None:
    return None if prediction is None else [prediction.label, prediction.probability]


def _receipt(receipt: Receipt) -> dict[str, Any]:
    """All the browser has to know of it: undoing a rule is the page's."""
    fields = asdict(replace(receipt, rule_change=None))
    del fields["rule_change"]
    sender = fields.pop("sender")
    saved_at = receipt.saved_at.isoformat() if receipt.saved_at else None
    return {**fields, **sender, "saved_at": saved_at}
