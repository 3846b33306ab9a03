from __future__ import annotations

import json

import pytest

from rrr.formats.columns import ColumnChoice
from rrr.services.marks import answers, rules
from rrr.services.projects import file_import, marks_export
from rrr.services.workspace import Workspace
from tests.answering import answer, first_example

pytestmark = pytest.mark.both_stores

CHOICE = ColumnChoice("text", "label")
CSV = b"text;label\n" + b"".join(b"text %d;%c\n" % (n, 97 + n % 2) for n in range(40))


def test_the_export_has_one_line_for_each_example_with_the_marks_in_force(
    fresh_workspace: Workspace,
) -> None:
    made = file_import.import_file(fresh_workspace, "x", "x.csv", CSV, CHOICE).project
    rules.add_rule(fresh_workspace, made, "7")
    first = first_example(fresh_workspace, made)
    answer(fresh_workspace, first, "me", "marked", [0])
    seen = answers.sentence(fresh_workspace, first, "me")
    entries = [json.loads(line) for line in marks_export.export(fresh_workspace, made)]
    assert [entry["text"] for entry in entries] == [f"text {n}" for n in range(40)]
    assert {entry["text"]: entry["Z"] for entry in entries if 0 in entry["Z"]} == {
        "text 7": [1, 0],
        seen.example.text: [0, 1],
    }
    reviewed = [entry["id"] for entry in entries if entry["status"] != "unreviewed"]
    assert reviewed == [first]
