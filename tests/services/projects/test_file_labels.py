"""A file comes back with what a model makes of each text, and otherwise as it was."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import openpyxl
import pytest

from rrr.errors import DataError
from rrr.records import Explanation, Project
from rrr.services.projects.file_labels import FileToLabel, deciding_words, texts_in
from rrr.services.training import models, runs
from rrr.services.workspace import Workspace

TEXTS = ["A warm film, seen at the Odeon.", "", "=A cold, grim ending", "a “lovely”\nscore"]
CSV = "id,body,predicted\r\n" + "".join(
    f'{number},"{text}",mine\r\n' for number, text in enumerate(TEXTS)
)


def written(
    workspace: Workspace, filename: str, content: bytes, column: str | None, ending: str
) -> tuple[bytes, Counter[str | None]]:
    counts: Counter[str | None] = Counter()
    file = FileToLabel(filename, content, column)
    run = runs.get_run(workspace, 2)
    pieces = file.written(workspace, run, ending, counts, lambda _: None)
    return b"".join(pieces), counts


def test_a_csv_file_gets_label_probabilities_and_words(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    content, counts = written(fresh_workspace, "x.csv", CSV.encode(), "body", ".csv")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert header == [
        "id", "body", "predicted",
        "predicted 2", "probability of bad", "probability of good", "words that decided",
    ]  # fmt: skip
    assert [row[1] for row in rows] == [TEXTS[0], "", f"'{TEXTS[2]}", TEXTS[3]]
    assert rows[1][2:] == ["mine", "", "", "", ""]
    run = runs.get_run(fresh_workspace, 2)
    expected = models.explain(fresh_workspace, run, [TEXTS[0], TEXTS[2], TEXTS[3]])
    for row, answer in zip([rows[0], rows[2], rows[3]], expected, strict=True):
        assert row[3] == answer.predicted
        assert [float(cell) for cell in row[4:6]] == pytest.approx(
            [answer.probabilities["bad"], answer.probabilities["good"]], abs=1e-6
        )
        assert row[6] == ", ".join(deciding_words(answer))
    assert "warm" in rows[0][6]
    assert counts == Counter([None, *(answer.predicted for answer in expected)])


@pytest.mark.parametrize(("separator", "ending"), [(";", ".csv"), ("\t", ".csv"), (";", ".tsv")])
def test_a_file_keeps_what_parts_its_cells_unless_another_kind_is_wished(
    fresh_workspace: Workspace, trained_project: Project, separator: str, ending: str
) -> None:
    rows = [["id", "body"], *([str(n), f"warm, film {n}"] for n in range(3))]
    content = "".join(separator.join(row) + "\r\n" for row in rows).encode()
    labelled, _ = written(fresh_workspace, "x.csv", content, "body", ending)
    parted_by = separator if ending == ".csv" else "\t"
    lines = list(csv.reader(io.StringIO(labelled.decode("utf-8-sig")), delimiter=parted_by))
    assert [line[:2] for line in lines] == rows


def test_a_workbook_comes_back_as_one_without_formulas(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    book = openpyxl.Workbook()
    for row in (("note", "body"), (1, "A warm film"), (2, None), (3, "'=1+1 cold")):
        book.active.append(row)
    book.active["B4"].value, book.active["B4"].data_type = "=1+1 cold \u0085", "s"
    stream = io.BytesIO()
    book.save(stream)
    found, _ = written(fresh_workspace, "x.xlsx", stream.getvalue(), "body", ".xlsx")
    header, *rows = openpyxl.load_workbook(io.BytesIO(found)).active.iter_rows()
    assert [cell.value for cell in header][:3] == ["note", "body", "predicted"]
    assert (rows[2][1].value.startswith("=1+1 cold"), rows[2][1].data_type) == (True, "s")
    assert isinstance(rows[0][3].value, float)
    assert rows[1][2].value is None


def test_json_lines_keep_what_they_held(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    lines = [{"text": "A warm film", "stars": 3, "tags": ["a"]}, {"text": None}, {"text": "cold"}]
    content = "\n\n".join(map(json.dumps, lines)).encode()
    found, _ = written(fresh_workspace, "x.jsonl", content, None, ".jsonl")
    entries = [json.loads(line) for line in found.splitlines()]
    assert [
        {name: entry[name] for name in line} for entry, line in zip(entries, lines, strict=True)
    ] == lines
    assert set(entries[0]["probabilities"]) == {"bad", "good"}
    assert entries[0]["words that decided"][0] == "warm"
    assert (entries[1]["predicted"], entries[1]["probabilities"]) == (None, {})


def test_what_cannot_be_read_or_written_is_said_with_file_row_and_remedy(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    with pytest.raises(DataError, match=r"x.csv has no column “b”. Choose one of: text"):
        FileToLabel("x.csv", b"text\nwarm\n", "b")
    with pytest.raises(DataError, match=r"Choose the ending \.csv"):
        written(fresh_workspace, "x.csv", b"text\nwarm\n", None, ".pdf")
    with pytest.raises(DataError, match=r"x.jsonl, line 2"):
        written(fresh_workspace, "x.jsonl", b'{"text": "warm"}\n{"text": [1, 2]}\n', None, ".jsonl")


def test_a_words_pieces_count_together_and_punctuation_does_not() -> None:
    explanation = Explanation(
        ("Dull", ",", "dull", "warm", "the"),
        (0, 4, 6, 11, 16),
        (0.3, 0.9, 0.3, 0.5, 0.01),
        {"a": 1.0},
    )
    assert deciding_words(explanation) == ("dull", "warm")


def test_texts_come_from_lines_or_from_a_column() -> None:
    assert texts_in("x.txt", "one\n\n twö \n".encode()) == ["one", "twö"]
    assert texts_in("x.csv", b"label,review\na,one film\nb,two films\n") == [
        "one film",
        "two films",
    ]
    with pytest.raises(DataError, match="no text"):
        texts_in("x.csv", b"review,label\n ,a\n", "review")
