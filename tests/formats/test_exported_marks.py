"""Marks of ours come with their lines; what other programs wrote is counted."""

from __future__ import annotations

from typing import Any

from rrr.formats.encoding import UTF_8
from rrr.formats.exported_marks import ExportedMarks
from rrr.records import NewExample
from rrr.text import TOKENIZER_VERSION
from tests.formats.made_files import lines

ANSWER = {
    "annotator": "me",
    "status": "marked",
    "marked": [1],
    "cleared": [],
    "accepted": [],
    "note": "",
    "updated_at": "2026-01-01T00:00:00+00:00",
}
FOREIGN: dict[str, Any] = {"text": "a film", "spans": [{"start": 0, "end": 1}]}
OWN = {
    "text": "a film",
    "tokens": ["a", "film"],
    "tokenizer": TOKENIZER_VERSION,
    "answers": [ANSWER],
}


def marked(marks: ExportedMarks, *texts: str) -> list[list[tuple[int, ...]]]:
    examples = [marks.onto(NewExample(text, None, "train")) for text in texts]
    return [[answer.marked for answer in example.answers] for example in examples]


def test_marks_fall_on_the_line_that_has_them_behind_one_of_another_program() -> None:
    marks = ExportedMarks("x.jsonl", lines(FOREIGN, OWN), UTF_8)
    assert marks.num_foreign == 1
    assert marked(marks, "a film", "a film", "a film") == [[], [(1,)], []]
    assert marks.result().num_answers == 1


def test_a_file_without_marks_of_ours_gives_none() -> None:
    marks = ExportedMarks("x.jsonl", lines(FOREIGN, {"text": "two"}, FOREIGN), UTF_8)
    assert marks.num_foreign == 2
    assert marked(marks, "a film", "two") == [[], []]
    assert marks.result().num_unread == 0
