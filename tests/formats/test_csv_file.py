from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.formats import table
from rrr.formats.csv_file import read_csv
from rrr.formats.read_options import Reading
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
        ("text,label\nhé,a\n".encode() + b"gr\xfcn,b", "x.csv, line 3: not UTF-8.*0xfc.*Fix"),
        (b"text,label\nhe\0llo,a", "zero bytes"),
        (b"text,label\na,b,c", "row 2: 3 cells, but row 1 has 2"),
        (b"text,label\nok,a\nonly one", "row 3: 1 cell,"),
        (b'text,label\n"never closed,a\n', "row 2: .*double quote"),
        (b'"text","label"\n"a" b,c', "row 2: .*double quote"),
        (b"text,text\na,b", "more than one column is called “text”.*no header"),
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


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;\r"])
def test_a_first_line_that_names_the_separator_is_no_header(line: str) -> None:
    read = read_csv("x.csv", f"{line}\ntext;label\none, two;a\n".encode())
    assert read.columns == ("text", "label")
    assert [(row.number, row.cells) for row in read.rows()] == [(2, ("one, two", "a"))]


def test_a_separator_that_is_named_may_be_any() -> None:
    assert cells_of(read_csv("x.csv", b"sep=|\ntext|label\na;b,c|d\n")) == [("a;b,c", "d")]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ('text\tlabel\n"Good" he said\ta\nplain\tb\n', [('"Good" he said', "a"), ("plain", "b")]),
        ('text\tlabel\na 5" disk\ta\n"\tb\n', [('a 5" disk', "a"), ('"', "b")]),
        # Quotes that would join two rows into one are part of the texts.
        ('text\tlabel\n"Never\ta\nagain"\tb\n', [('"Never', "a"), ('again"', "b")]),
        (
            '"Hm" was all\ta\nplain\tb\nmore\ta\n',
            [('"Hm" was all', "a"), ("plain", "b"), ("more", "a")],
        ),
        # Written with quotes, and read with them.
        ('text\tlabel\n"two\nlines"\ta\n', [("two\nlines", "a")]),
        ('text\tlabel\n"a\tb ""c"""\ta\n', [('a\tb "c"', "a")]),
    ],
)
def test_between_tabs_quotes_enclose_a_cell_only_where_they_must(
    content: str, rows: list[tuple[str, str]]
) -> None:
    assert cells_of(read_csv("x.tsv", content.encode())) == rows


texts_in_tsv = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\t\n\r"), min_size=1, max_size=12
)


@given(st.lists(st.tuples(texts_in_tsv, st.sampled_from("ab")), min_size=1, max_size=8))
def test_of_a_file_without_quoting_no_row_is_lost(rows: list[tuple[str, str]]) -> None:
    content = "".join(f"{text}\t{label}\n" for text, label in [("text", "label"), *rows])
    read = cells_of(read_csv("x.tsv", content.encode()))
    assert [label for _, label in read] == [label for _, label in rows]
    assert [text.replace('"', "") for text, _ in read] == [t.replace('"', "") for t, _ in rows]


@pytest.mark.parametrize(
    ("content", "header"),
    [
        (b"a fine film,pos\na bad film,neg\nso so,pos\n", False),
        (b"1,a fine film\n0,a bad film\n", False),
        (b"pos,text\npos,another\n", True),
        (b"words,mood\na fine film,pos\na bad film,neg\n", True),
        (b"words,mood\n", True),
        (b"2020,words\n1,a\n", False),
        (b",words\n1,a\n", True),
    ],
)
def test_whether_row_1_is_a_header_is_seen_and_can_be_said(content: bytes, header: bool) -> None:
    read = read_csv("x.csv", content)
    assert read.reading.header is header
    all_rows = [tuple(line.split(",")) for line in content.decode().splitlines()]
    for said in (True, False):
        read = read_csv("x.csv", content, Reading(header=said))
        assert cells_of(read) == all_rows[said:]
    assert read.columns == ("column 1", "column 2")
    assert [row.number for row in read.rows()] == list(range(1, len(all_rows) + 1))


def test_a_text_over_the_readers_own_limit_is_read() -> None:
    assert cells_of(read_csv("x.csv", b"text,label\n" + b"x" * 200_000 + b",a")) == [
        ("x" * 200_000, "a")
    ]


def test_a_quote_that_is_never_closed_is_named_where_it_opens() -> None:
    content = b'text,label\nfine,a\n"opened,b\n' + b"more,a\n" * 700_000
    with pytest.raises(DataError, match=r"row 3: more than .* Perhaps a double quote opens"):
        list(read_csv("x.csv", content).rows())


def test_names_lose_what_cannot_be_seen() -> None:
    assert read_csv("x.csv", "\u200btext\ufeff, label \na,b".encode()).columns == ("text", "label")


def test_rows_with_another_number_of_cells_are_refused_or_left_out() -> None:
    content = b"text,label\nfine,a\nno label\nfine, too,a\ngood,b\n"
    with pytest.raises(DataError, match=r"row 3: 1 cell, but row 1 has 2.* left out"):
        cells_of(read_csv("x.csv", content))
    read = read_csv("x.csv", content, Reading(broken_rows="skip"))
    assert cells_of(read) == [("fine", "a"), ("good", "b")]
    assert read.broken_rows() == (3, 4)
