"""Every format that is read, known by itself, gzipped or not; the bounds of what is unpacked."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from rrr.errors import DataError
from rrr.formats.read_options import AS_IT_LOOKS, Reading
from rrr.formats.registry import FORMATS, formats_of, read_table
from rrr.formats.suggested_columns import suggest_columns
from rrr.formats.table import Table
from rrr.formats.table_examples import TableExamples
from rrr.records import NewExample
from tests.formats import made_files as made

PLAIN = {
    "csv": b"text,label\na,b\n",
    "tsv": b"text\tlabel\na\tb\n",
    "jsonl": b'{"text": "a", "label": "b"}\n',
    "json": b'[{"text": "a", "label": "b"}]',
    "xlsx": made.excel({"empty": [], "s": [["text", "label"], ["a", "b"]]}),
    "parquet": made.parquet({"text": ["a"], "label": ["b"]}),
}
NAMES = {"xlsx": "excel"}


@pytest.mark.parametrize("ending", PLAIN)
@pytest.mark.parametrize("packed", [False, True])
def test_a_table_is_known_by_name_and_content_also_gzipped(ending: str, packed: bool) -> None:
    content, name = PLAIN[ending], f"x.{ending}"
    if packed:
        content, name = gzip.compress(content), f"{name}.gz"
    table = read_table(name, content, AS_IT_LOOKS)
    assert table.reading.format == NAMES.get(ending, ending)
    assert (table.columns, [row.cells for row in table.rows()]) == (("text", "label"), [("a", "b")])


@pytest.mark.parametrize("name", made.TOOLS)
def test_a_tool_is_known_by_its_content(name: str) -> None:
    filename, content = made.TOOLS[name]
    assert read_table(filename, content, AS_IT_LOOKS).reading.format == name
    named = [each.name for each in formats_of(filename, content)]
    assert named[0] == name
    assert named[1:] in (["jsonl"], ["json"])  # what a person may choose instead


def test_a_format_that_is_asked_for_is_taken() -> None:
    table = read_table("x.jsonl", made.PRODIGY, Reading(format="jsonl"))
    assert "spans" in table.columns
    with pytest.raises(DataError, match="Choose one of: right-reasons, prodigy"):
        read_table("x.jsonl", made.PRODIGY, Reading(format="word"))
    assert len({each.name for each in FORMATS}) == len(FORMATS)


def test_a_jsonl_file_with_a_damaged_line_is_not_taken_for_a_table_of_commas() -> None:
    with pytest.raises(DataError, match="line 1: not valid JSON"):
        read_table("x.jsonl", b'{"text": "a", "label": "b"\n', AS_IT_LOOKS)


@pytest.mark.parametrize("name", ["x.csv.gz", "x.jsonl.gz"])
def test_a_gzip_bomb_is_stopped_and_a_damaged_one_is_told(name: str) -> None:
    bomb = gzip.compress(b"text,label\n" + b"a,b\n" * 10_000_000, 9)
    with pytest.raises(DataError, match="unpacks to more than 100 times its size"):
        read_table(name, bomb, AS_IT_LOOKS)
    with pytest.raises(DataError, match="damaged"):
        read_table(name, gzip.compress(PLAIN["csv"])[:-9], AS_IT_LOOKS)


def test_a_workbook_and_an_archive_that_unpack_to_too_much_are_refused() -> None:
    bomb = made.zipped({"xl/sharedStrings.xml": b" " * 20_000_000, "train.jsonl": b"{}"})
    with pytest.raises(DataError, match="more than a workbook of texts does"):
        read_table("x.xlsx", bomb, AS_IT_LOOKS)
    with pytest.raises(DataError, match="more than 100 times its size"):
        read_table("x.zip", bomb, AS_IT_LOOKS)


def test_a_sheet_is_chosen_by_its_name_and_formulas_are_values() -> None:
    rows = [["text", "label", "n"], ["a", "b", 1], [None, None, None], ["=1+1", "b", 2.5]]
    book = made.excel({"one": [["x", "y"], ["p", "q"]], "two": rows})
    first = read_table("x.xlsx", book, AS_IT_LOOKS)
    assert first.columns == ("x", "y")
    second = read_table("x.xlsx", book, Reading(sheet="two"))
    # Nobody has opened the workbook in a program that works out what the formula comes to.
    assert [row.cells for row in second.rows()] == [("a", "b", "1"), ("", "b", "2.5")]
    assert [row.number for row in second.rows()] == [2, 4]
    with pytest.raises(DataError, match=re.escape("no sheet “three”. Choose one of: one, two")):
        read_table("x.xlsx", book, Reading(sheet="three"))


def test_a_text_in_parquet_that_is_no_unicode_is_refused_by_its_row_and_column() -> None:
    content = made.parquet({"text": ["a plain text"], "label": ["b"]})
    damaged = content.replace(b"a plain text", b"a plain te\xff\xff")
    with pytest.raises(DataError, match=r"x\.parquet, row 1 or below, column text, cannot be read"):
        list(read_table("x.parquet", damaged, AS_IT_LOOKS).rows(["text"]))


def test_class_numbers_in_parquet_become_their_names() -> None:
    content = made.parquet({"text": ["a", "b", "c"], "label": [1, 0, -1]}, ["neg", "pos"])
    rows = [row.cells for row in read_table("x.parquet", content, AS_IT_LOOKS).rows(["label"])]
    assert rows == [("pos",), ("neg",), ("",)]


def examples_of(table: Table) -> list[NewExample]:
    choice = suggest_columns(table).choice
    assert choice is not None
    return list(TableExamples(table, choice))


def examples(name: str, source: bytes | Path, reading: Reading) -> list[NewExample]:
    table = read_table(name, source, reading)
    return examples_of(table)


@pytest.mark.parametrize("name", made.TOOLS)
def test_a_tool_gives_texts_labels_splits_marks_and_rationales(name: str) -> None:
    fine, good, bad, no = sorted(
        examples(*made.TOOLS[name], Reading(unmarked="nothing")),
        key=lambda each: [made.TEXT, "good film", "bad film", "no film"].index(each.text),
    )
    # The words are 👏, café, was, fine, wherever an offset counts an emoji or a line end as two.
    assert (fine.label, fine.split, fine.rationale, fine.answers) == ("pos", "test", (3,), ())
    assert (good.label, good.split, good.rationale, good.answers) == ("pos", "train", (), ())
    assert (bad.label, bad.rationale, [each.marked for each in bad.answers]) == ("neg", (), [(1,)])
    assert (no.label, no.answers) == (None, ())


@pytest.mark.parametrize("name", made.TOOLS)
def test_what_unmarked_words_mean_has_to_be_said(name: str) -> None:
    with pytest.raises(DataError, match="--unmarked nothing or --unmarked irrelevant"):
        examples(*made.TOOLS[name], AS_IT_LOOKS)
    struck = examples(*made.TOOLS[name], Reading(unmarked="irrelevant"))
    (answer,) = next(each for each in struck if each.text == made.TEXT).answers
    assert (answer.marked, answer.status, answer.annotator) == ((0, 1, 2), "marked", "imported")


def test_an_older_label_studio_counted_in_utf_16() -> None:
    start, end = map(made.in_utf_16, made.FINE)
    results = [made.choice("pos"), made.labelled(start, end, "fine", "WHY")]
    tasks = [
        made.task(made.TEXT, "test", results),
        made.task("a b", "train", [made.choice("pos")]),
        made.task("c d", "train", [made.choice("neg")]),
    ]
    found = examples("x.json", json.dumps(tasks).encode(), Reading(unmarked="nothing"))
    assert found[0].rationale == (3,)


@pytest.mark.parametrize(
    ("name", "entry", "message"),
    [
        ("x.jsonl", {"text": "a", "spans": [{"start": 0, "end": 9}]}, "the text has 1 character"),
        ("x.jsonl", {"text": "a", "spans": [{"start": "0", "end": 1}]}, "Expected a whole number"),
        ("x.jsonl", {"text": ["a"], "answer": "accept"}, "“text” is a list"),
        ("x.jsonl", {"text": "a", "answer": "accept", "accept": ["a", "b"]}, "2 options"),
        ("x.jsonl", {"text": "a", "cats": ["a", "b"]}, "2 classes"),
        ("x.jsonl", {"text": "a", "entities": [[0, 1, "x"], [0, 1]]}, "a span has 2 parts"),
        ("x.json", [{"data": {"n": 1}, "annotations": []}], "holds no text"),
        ("x.json", [made.task("a", "", [made.labelled(0, 9, "", "x")])], "from 0 to 9"),
        ("x.json", [made.record("a", "", None, {"start": None})], "Expected a whole number"),
        ("x.json", {"a": made.post("a b", ["x"], [1])}, "1 numbers for 2 tokens"),
    ],
)
def test_what_a_tool_cannot_have_written_is_refused_with_its_place(
    name: str, entry: Any, message: str
) -> None:
    place = "item 1" if name == "x.json" else "line 1"
    with pytest.raises(DataError, match=f"{place}.*{message}"):
        read_table(name, json.dumps(entry).encode(), AS_IT_LOOKS)


@pytest.mark.parametrize("top", ["", "HateXplain/Data/"])
def test_hatexplain_takes_the_majority_and_its_own_divisions(top: str) -> None:
    files = {f"{top}dataset.json": made.HATEXPLAIN, f"{top}post_id_divisions.json": made.DIVISIONS}
    if top:  # more than one folder deep: only the first is passed over
        files = {f"Data/{name.rsplit('/', 1)[1]}": each for name, each in files.items()}
    table = read_table("x.zip", made.zipped(files), Reading(unmarked="nothing"))
    found = examples_of(table)
    assert [(each.label, each.split, each.rationale) for each in found] == [
        ("hate", "train", (0, 2)),
        ("normal", "train", ()),
        (None, "test", (1,)),
    ]


def test_eraser_evidence_is_counted_in_the_tokens_of_its_documents(tmp_path: Path) -> None:
    for name, content in made.ERASER.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    for source in (tmp_path, made.zipped(made.ERASER)):
        name = "x.zip" if isinstance(source, bytes) else "x"
        found = examples(name, source, Reading(unmarked="nothing"))
        assert [(each.label, each.split, each.rationale) for each in found] == [
            ("POS", "train", (4, 5)),
            ("NEG", "train", ()),
            ("POS", "test", (0,)),
        ]
    documents = made.lines(
        {"docid": "d1", "document": "a  b\n\nc d e"}, {"docid": "d2", "document": "x"}
    )
    files = {**made.ERASER, "docs.jsonl": documents}
    del files["docs/d1"], files["docs/d2"]
    # In docs.jsonl nothing between two spaces, and an empty line, count as tokens, too.
    found = examples("x.zip", made.zipped(files), Reading(unmarked="nothing"))
    assert found[0].rationale == (2, 3)


def test_a_document_that_is_not_there_is_told_and_no_name_leads_out(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a b c d e f g")
    folder = tmp_path / "corpus"
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "d2").write_text("x")
    (folder / "train.jsonl").write_bytes(made.lines(made.evidence("../../secret", "x", (0, 1))))
    with pytest.raises(DataError, match=re.escape("there is no file “docs/../../secret”")):
        read_table("x", folder, AS_IT_LOOKS)


def test_a_folder_of_datasets_is_read_without_that_library() -> None:
    state = json.dumps({"_data_files": [{"filename": "data.arrow"}]}).encode()
    files = {
        "dataset_dict.json": b'{"splits": ["train", "test"]}',
        "train/state.json": state,
        "train/data.arrow": made.arrow({"text": ["a", "b"], "label": [0, 1]}),
        "test/state.json": state,
        "test/data.arrow": made.arrow({"text": ["c"], "label": [0]}),
    }
    table = read_table("x.zip", made.zipped(files), AS_IT_LOOKS)
    assert sorted(row.cells for row in table.rows()) == [
        ("a", "0", "train"),
        ("b", "1", "train"),
        ("c", "0", "test"),
    ]
    shards = {
        f"data/{split}-00000-of-00001.parquet": made.parquet({"text": ["a"], "label": [1]}, "np")
        for split in ("train", "test")
    }
    table = read_table("x.zip", made.zipped(shards), AS_IT_LOOKS)
    assert sorted(row.cells for row in table.rows()) == [("a", "p", "test"), ("a", "p", "train")]
