from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.formats.jsonl_file import read_jsonl
from rrr.formats.read_options import Reading
from tests.formats.tables import cells_of

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(
    rows=st.lists(st.fixed_dictionaries({"text": texts, "label": texts}), min_size=1, max_size=8),
    ascii_only=st.booleans(),
    line_end=st.sampled_from(["\n", "\r\n", "\n\n"]),
)
def test_what_was_written_as_json_lines_is_read_back(
    rows: list[dict[str, str]], ascii_only: bool, line_end: str
) -> None:
    content = line_end.join(json.dumps(row, ensure_ascii=ascii_only) for row in rows)
    read = read_jsonl("x.jsonl", content.encode())
    assert set(read.columns) == {"text", "label"}
    assert [dict(zip(read.columns, row, strict=True)) for row in cells_of(read)] == rows


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_only_a_line_feed_ends_a_line(character: str) -> None:
    content = f'{{"text": "a{character}b"}}'
    assert cells_of(read_jsonl("x.jsonl", content.encode())) == [(f"a{character}b",)]


def test_columns_are_all_names_that_occur_and_what_is_missing_is_empty() -> None:
    read = read_jsonl("x.jsonl", b'{"text": "a"}\n{"label": null, "text": "b", "n": 3}')
    assert read.columns == ("text", "label", "n")
    assert cells_of(read) == [("a", "", ""), ("b", "", "3")]


def used(content: bytes, *columns: str) -> list[tuple[str, ...]]:
    return [row.cells for row in read_jsonl("x.jsonl", content).rows(columns)]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("1", "1"),
        ("1.0", "1"),
        ("0.5", "0.5"),
        ("true", "true"),
        ("null", ""),
        ('["pos"]', "pos"),
        ("[3]", "3"),
        ("[null]", ""),
        ("1e300", "1e+300"),
    ],
)
def test_one_value_becomes_a_text(value: str, cell: str) -> None:
    assert used(f'{{"label": {value}}}'.encode(), "label") == [(cell,)]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ('{"name": "pos"}', "line 2: the value of “label” is an object. Expected a text"),
        ('["pos", "neg"]', "line 2: .* is a list of 2 values"),
        ("[]", "a list of 0 values"),
        ('[["pos"]]', "a list of 1 value\\."),
        ("NaN", "is nan, which is no value in JSON. Write null"),
        ("-Infinity", "is -inf"),
        ("1e999", "is inf"),
        ('"a\\u0000"', "zero character"),
    ],
)
def test_what_is_not_one_value_is_refused_where_it_is_used(value: str, message: str) -> None:
    content = f'{{"label": "a", "text": "b"}}\n{{"label": {value}, "text": "c"}}'.encode()
    assert used(content, "text") == [("b",), ("c",)]
    assert len(cells_of(read_jsonl("x.jsonl", content))) == 2  # it can be looked at
    with pytest.raises(DataError, match=message):
        used(content, "text", "label")


def test_files_put_behind_each_other_are_read_with_their_byte_order_marks() -> None:
    file = b'\xef\xbb\xbf{"text": "a"}\n'
    assert cells_of(read_jsonl("x.jsonl", file + file)) == [("a",), ("a",)]


def test_rows_are_numbered_by_line() -> None:
    read = read_jsonl("x.jsonl", b'\n{"text": "a"}\n\n{"text": "b"}\n')
    assert [read.place(row.number) for row in read.rows()] == ["x.jsonl, line 2", "x.jsonl, line 4"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x.jsonl is empty"),
        (b'{"text": "a"}\n{"text": ', "line 2: not valid JSON"),
        (b'{"text": "a"}\n["a"]', "line 2: expected an object.*received .*a"),
        (b'{"a": 1, "label": "x", "label": "y"}', "line 1: .*“label” stands in one object twice"),
        (b'"just text"', "line 1: expected an object"),
        (b'{"text": "\\ud800"}', "line 1: not valid JSON.*surrogates"),
        (b'{"a": ' + b"[" * 100_000, "line 1: not valid JSON"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "line 1: not valid JSON"),
        ('{"é": "'.encode() + b'\xff"}', "line 1: not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(content: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_jsonl("x.jsonl", content)


def test_lines_that_are_no_object_are_refused_or_left_out() -> None:
    content = b'{"text": "a"}\n{"text": \n["b"]\n{"text": "c"}\n'
    with pytest.raises(DataError, match=r"line 2: not valid JSON.* left out"):
        read_jsonl("x.jsonl", content)
    read = read_jsonl("x.jsonl", content, Reading(broken_rows="skip"))
    assert cells_of(read) == [("a",), ("c",)]
    assert read.broken_rows() == (2, 3)
