from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from rrr.formats.annotations_jsonl import AnnotatedExample, line_of
from rrr.formats.jsonl_file import read_jsonl
from rrr.records import Annotation, Example, Mark
from rrr.text import TOKENIZER_VERSION, tokenize

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


def test_a_line_says_everything_about_its_example() -> None:
    example = Example(7, 1, 0, "train", "The Odeon!", "good")
    annotation = Annotation(7, "me", "marked", (1,), (), 1, datetime.now(UTC))
    marks = [Mark(1, "hand", ("word: odeon",))]
    tokens = tokenize(example.text)
    line = line_of(AnnotatedExample(example, annotation, tokens, [1.0, 0.0, 1.0], marks))
    assert json.loads(line) == {
        "id": 7,
        "text": "The Odeon!",
        "label": "good",
        "split": "train",
        "status": "marked",
        "annotator": "me",
        "tokens": ["The", "Odeon", "!"],
        "Z": [1, 0, 1],
        "marks": [{"token": 1, "by": "hand", "rules": ["word: odeon"]}],
        "tokenizer": TOKENIZER_VERSION,
        "answers": [],
    }


def test_an_unreviewed_example_says_so() -> None:
    entry = json.loads(line_of(AnnotatedExample(Example(7, 1, 0, "test", "", None), None, [], [])))
    assert (entry["status"], entry["annotator"], entry["label"]) == ("unreviewed", None, None)


@given(text=texts, label=texts)
def test_any_text_is_one_line_and_is_read_back(text: str, label: str) -> None:
    tokens = tokenize(text)
    example = Example(1, 1, 0, "train", text, label)
    line = line_of(AnnotatedExample(example, None, tokens, [1.0] * len(tokens)))
    assert line.splitlines(keepends=True) == [line]
    read = read_jsonl("x.jsonl", line.encode())
    row = dict(zip(read.columns, next(read.rows()).cells, strict=True))
    assert (row["text"], row["label"]) == (text, label)
