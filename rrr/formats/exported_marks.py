"""Reads the answers, rules and fair words of a file that `annotations_jsonl` has written.

Marks that other programs write beside a text are counted, so that nobody takes them for read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple, get_args

from rrr.errors import AnnotationError, DataError
from rrr.formats.json_values import moment_of, text_of
from rrr.formats.jsonl_file import objects
from rrr.formats.source import Source
from rrr.records import (
    MAX_NOTE_LENGTH,
    Adjudication,
    Annotation,
    AnnotationStatus,
    FairAnswer,
    Given,
    NewExample,
    Rule,
    RuleKind,
)
from rrr.text import TOKENIZER_VERSION, texts_of, words_key, words_of

_OF_OTHERS = ("spans", "marks", "rationale", "rationales", "evidence", "evidences", "highlights")
"""Keys under which annotated parts of a text are known to be kept; `marks` without answers is what
older versions of this program wrote."""


@dataclass(frozen=True)
class MarksRead:
    """What came of a file's marks.

    `num_answers` were read on `num_sentences`, `num_rules` rules, and `num_fair` words and
    phrases that were called fair. `num_unread` sentences have
    answers that do not fit: their words are divided otherwise here, or another column was chosen
    for the text. `num_foreign` have marks in the form of another program, which were not read.
    """

    num_answers: int = 0
    num_sentences: int = 0
    num_rules: int = 0
    num_rules_missing: int = 0
    num_unread: int = 0
    num_foreign: int = 0
    num_fair: int = 0


class _OfText(NamedTuple):
    answers: tuple[Annotation, ...]
    spared: frozenset[int]
    rationale: tuple[int, ...] = ()
    adjudication: Adjudication | None = None
    given: str = ""  # as JSON, in a tenth of the memory


class ExportedMarks:
    """The marks of a file, to be handed to its examples in file order.

    Memory: all answers of the file, and a hash of each text, as it may hold a text more than once;
    of a file without marks of ours nothing.

    Args:
        source: the file; None if it has no marks of ours.

    Attributes:
        rules: those of the exported project; their ids are their places in this list.
        fair: what people there said about words and phrases.
        num_foreign: as in `MarksRead`.

    Raises:
        DataError: naming the line, if answers or rules are not as they are written.
    """

    def __init__(self, filename: str, source: Source | None, encoding: str) -> None:
        self.rules: list[Rule] = []
        self.fair: list[FairAnswer] = []
        self.num_foreign = self.num_answers = self.num_sentences = 0
        self._num_unread = 0
        self._places: dict[tuple[str, str], int] = {}
        # A text may stand there several times: the first of them has number 1, and so on.
        self._of_texts: dict[tuple[bytes, int], _OfText] = {}
        self._read, self._handed = Counter[bytes](), Counter[bytes]()
        if source is None or not self._has_own(filename, source, encoding):
            return
        self.num_foreign = 0
        for number, entry in objects(filename, source, encoding):
            try:
                self._take(entry)
            except (AnnotationError, ValueError, TypeError, KeyError, AttributeError) as error:
                raise DataError(
                    f"{filename}, line {number}: the answers or rules are not as “rrr export” "
                    f"writes them ({str(error)[:80]}). Export the project anew, or remove the key "
                    "“tokenizer” from every line to import the texts alone."
                ) from error

    def onto(self, example: NewExample) -> NewExample:
        """The example with its answers, and with the rules that spare it."""
        of_text = None
        if self._of_texts:
            key = words_key(example.text)
            self._handed[key] += 1
            of_text = self._of_texts.pop((key, self._handed[key]), None)
        if of_text is None:  # what a tool said of it stands there already
            self.num_answers += len(example.answers)
            self.num_sentences += bool(example.answers)
            return example
        self.num_answers += len(of_text.answers)
        self.num_sentences += bool(of_text.answers)
        return replace(example, **{**of_text._asdict(), "given": _given(of_text.given)})

    def result(self, num_rules_missing: int = 0) -> MarksRead:
        """What was read, once all examples have had theirs."""
        num_left = sum(bool(of_text.answers) for of_text in self._of_texts.values())
        return MarksRead(
            self.num_answers,
            self.num_sentences,
            len(self.rules) - num_rules_missing,
            num_rules_missing,
            self._num_unread + num_left,
            self.num_foreign,
            len({answer.word for answer in self.fair if answer.is_fair}),
        )

    def _has_own(self, filename: str, source: Source, encoding: str) -> bool:
        """Whether a line has marks of ours; those of others before it are counted."""
        for _, entry in objects(filename, source, encoding):
            if _is_own(entry):
                return True
            self.num_foreign += _is_foreign(entry)
        return False

    def _take(self, entry: Mapping[str, Any]) -> None:
        text = entry.get("text")
        is_own = _is_own(entry)
        self.num_foreign += not is_own and _is_foreign(entry)
        if not isinstance(text, str) or not text.strip():
            return
        key = words_key(text)
        self._read[key] += 1
        if not is_own:
            return
        for rule in entry.get("rules", ()):
            self._rule(rule["kind"], rule["pattern"], _past_moment(rule["created_at"]))
        self.fair += [_fair_word(word) for word in entry.get("fair", ())]
        tokens = texts_of(text)
        answers = tuple(_answer(answer, len(tokens)) for answer in entry["answers"])
        if len({answer.annotator for answer in answers}) < len(answers):
            raise ValueError("two answers of one annotator")
        spared = frozenset(
            self._rule(rule["kind"], rule["pattern"]) for rule in entry.get("spared", ())
        )
        rationale = _indices(entry.get("rationale", ()), len(tokens))
        decision = _decision(entry.get("adjudication"), len(tokens))
        given_json = _given_json(entry.get("given"), len(text))
        if entry["tokenizer"] != TOKENIZER_VERSION or entry["tokens"] != tokens:
            self._num_unread += bool(answers)
        elif answers or spared or rationale or decision or given_json:
            of_text = _OfText(answers, spared, rationale, decision, given_json)
            self._of_texts[key, self._read[key]] = of_text

    def _rule(self, kind: RuleKind, pattern: str, since: datetime | None = None) -> int:
        """The place of a rule, which is added if it is not there yet."""
        if kind not in get_args(RuleKind) or not isinstance(pattern, str):
            raise ValueError("no rule")
        place = self._places.setdefault((kind, pattern), len(self.rules))
        if place == len(self.rules):
            self.rules.append(Rule(place, 0, kind, pattern, None, since or datetime.now(UTC)))
        return place


def _is_own(entry: Mapping[str, Any]) -> bool:
    return isinstance(entry.get("answers"), list) and "tokenizer" in entry


def _is_foreign(entry: Mapping[str, Any]) -> bool:
    return any(isinstance(entry.get(key), list | dict) and entry[key] for key in _OF_OTHERS)


def _answer(entry: Mapping[str, Any], num_tokens: int) -> Annotation:
    status = entry["status"]
    if status not in get_args(AnnotationStatus) or status == "unreviewed":
        raise ValueError("no status of an answer")
    return Annotation(
        example_id=0,
        annotator=text_of(entry["annotator"]),
        status=status,
        marked=_indices(entry["marked"], num_tokens),
        cleared=_indices(entry["cleared"], num_tokens),
        revision=1,
        updated_at=_past_moment(entry["updated_at"]),
        note=text_of(entry["note"]),
        accepted=_indices(entry["accepted"], num_tokens),
    )


def _decision(entry: Mapping[str, Any] | None, num_tokens: int) -> Adjudication | None:
    if entry is None:
        return None
    return Adjudication(
        example_id=0,
        person=text_of(entry["person"]),
        marked=tuple(sorted(set(_indices(entry["marked"], num_tokens)))),
        revision=1,
        updated_at=_past_moment(entry["updated_at"]),
        note=text_of(entry["note"])[:MAX_NOTE_LENGTH],
    )


def _given_json(entry: Mapping[str, Any] | None, length: int) -> str:
    """What a tool had given for a text of this length, found usable; "" if nothing."""
    if entry is None:
        return ""
    before = 0
    for start, end in entry["tokens"]:
        if not (type(start) is type(end) is int and before <= start < end <= length):
            raise ValueError("no tokens of this text")
        before = end
    for start, end, label in entry["spans"]:
        text_of(label)
        if not (type(start) is type(end) is int and 0 <= start <= end <= length):
            raise ValueError("no spans of this text")
    return json.dumps([entry["tokens"], entry["spans"]], separators=(",", ":"))


def _given(written: str) -> Given | None:
    if not written:
        return None
    tokens, spans = json.loads(written)
    return Given(tuple((a, b) for a, b in tokens), tuple((a, b, label) for a, b, label in spans))


def _fair_word(entry: Mapping[str, Any]) -> FairAnswer:
    form = " ".join(words_of(text_of(entry["word"])))
    if not form:
        raise ValueError("no word")
    is_fair = entry.get("is_fair", True)  # files of older versions hold fair words only
    if not isinstance(is_fair, bool):
        raise ValueError("neither fair nor not")
    return FairAnswer(form, text_of(entry["annotator"]), _past_moment(entry["created_at"]), is_fair)


def _indices(value: Any, num_tokens: int) -> tuple[int, ...]:
    if not all(type(index) is int and 0 <= index < num_tokens for index in value):
        raise ValueError("no indices of tokens")
    return tuple(value)


def _past_moment(value: Any) -> datetime:
    """Not later than now: what is answered from now on must count as later."""
    return min(moment_of(value), datetime.now(UTC))
