from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.formats import table
from rrr.formats.csv_file import read_csv
from tests.formats.tables import cells_of

cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(
    rows=st.lists(st.tuples(cells, cells, cells), max_size=8),
    delimiter=st.sampled_from(",;\t"),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_what_was_written_as_csv_is_read_back(
    rows: list[tuple[str, str, str]], delimiter: str, mark: str
) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "text", "label"), *rows])
    read = read_csv("x.csv", (mark + written.getvalue()).encode())
    assert read.columns == ("id", "text", "label")
    assert cells_of(read) == rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_is_found_though_texts_hold_the_others(delimiter: str) -> None:
    other = ";" if delimiter == "," else ","
    lines = [
        f"text{delimiter}label",
        f"one{other} two{other} three{delimiter}a",
        f"four{delimiter}b",
    ]
    read = read_csv("x.csv", "\n".join(lines).encode())
    assert cells_of(read) == [
        (f"one{other} two{other} three", "a"),
        ("four", "b"),
    ]


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    read = read_csv("x.csv", b'text,label\n"two\nlines",a\n\nlast,b\n')
    assert [row.number for row in read.rows()] == [2, 4]
    assert read.place(4) == "x.csv, row 4"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(line_end: str) -> None:
    content = line_end.join(["text,label", '"two\r\nlines",a', "three,b"]).encode()
    assert [row.cells for row in read_csv("x.csv", content).rows()] == [
        ("two\r\nlines", "a"),
        ("three", "b"),
    ]


def test_columns_without_a_name_get_one() -> None:
    assert read_csv("x.csv", b",text,\n1,hello,a").columns == ("column 1", "text", "column 3")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x.csv is empty"),
        (b" \n\n", "x.csv is empty"),
        (b"text,label\nhello,a\ngr\xfc\xdfe,b", "x.csv, line 3: not UTF-8.*0xfc.*Save the file"),
        ("text,label".encode("utf-16"), "not UTF-8"),
        ("text,label".encode("utf-16-le"), "zero bytes"),
        (b"text,label\na,b,c", "row 2: 3 cells, but the header has 2"),
        (b"text,label\nok,a\nonly one", "row 3: 1 cells"),
        (b'text,label\n"never closed,a\n', "row 2: .*double quote"),
        (b'"text","label"\n"a" b,c', "row 2: .*double quote"),
        (b"text,text\na,b", "more than one column is called “text”"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(content: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        list(read_csv("x.csv", content).rows())


def test_more_rows_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_ROWS", 2)
    assert len(list(read_csv("x.csv", b"t,l\n1,a\n2,a").rows())) == 2
    with pytest.raises(DataError, match="more than 2 rows"):
        list(read_csv("x.csv", b"t,l\n1,a\n2,a\n3,a").rows())
