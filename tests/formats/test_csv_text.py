from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.formats.csv_text import Cell, csv_bytes, csv_text


@pytest.mark.parametrize(
    "formula",
    ['=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "-"],
)
def test_a_text_is_no_formula(formula: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_text([formula], []), newline=""))
    assert row == [f"'{formula}"]


def test_numbers_stay_numbers_and_what_is_missing_is_empty() -> None:
    text = csv_text(["a", "b", "c", "d", "e"], [[-0.25, 7, "-3.5", None, float("nan")]])
    assert text == "a,b,c,d,e\r\n-0.25,7,-3.5,,\r\n"


def test_a_file_says_that_it_is_utf_8() -> None:
    assert csv_bytes(["Größe"], []) == b"\xef\xbb\xbfGr\xc3\xb6\xc3\x9fe\r\n"


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0")).filter(
    lambda text: not text or text.lstrip()[:1] not in tuple("=+-@＝＋－＠")
)


@given(st.lists(st.tuples(texts, texts), min_size=1))
def test_every_other_text_is_read_back_as_it_was(rows: list[tuple[Cell, Cell]]) -> None:
    read = list(csv.reader(io.StringIO(csv_text(["x", "y"], rows), newline="")))
    assert read[1:] == [list(row) for row in rows]
